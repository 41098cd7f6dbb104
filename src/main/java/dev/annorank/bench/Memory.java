package dev.annorank.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process and its folders take once all events are in. */
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double MIB = 1024 * 1024;

    private Memory() {}

    static void addProcess(Report report) {
        // What is no longer needed does not count.
        System.gc();
        report.add(
                "memory",
                "heapMiB",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
        addResident("VmRSS:", "residentMiB", report);
        addResident("VmHWM:", "residentPeakMiB", report);
    }

    /** Once the topology is closed and all it holds is on disk. */
    static void addDisk(Site site, long instances, Report report) {
        report.add("memory", "stateBytesPerInstance", SiteFolders.bytes(site.stateFolder()) / (double) instances);
        report.add("memory", "brokerBytesPerInstance", SiteFolders.bytes(site.brokerFolder()) / (double) instances);
    }

    /** Of the whole process, broker included, since it began; nothing on a system that does not tell. */
    private static void addResident(String field, String name, Report report) {
        try {
            if (Files.isReadable(STATUS)) {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith(field)) {
                        String kib =
                                line.substring(field.length()).replace("kB", "").strip();
                        report.add("memory", name, Long.parseLong(kib) / 1024.0);
                    }
                }
            }
        } catch (IOException e) {
            throw new BenchException(STATUS + " cannot be read: " + e.getMessage(), e);
        }
    }
}
