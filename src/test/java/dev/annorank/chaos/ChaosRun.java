package dev.annorank.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.annorank.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** One run: a history is sent and read while a scenario does its worst; then all is compared. */
final class ChaosRun implements AutoCloseable {
    private static final long SETTLE_MS = 180_000;
    private static final Pattern THREAD_DEATH = Pattern.compile("A thread of the topology failed");
    private static final Pattern RANK_TAKEN = Pattern.compile("task \\[1_\\d+\\] Restored and ready to run");

    private final String name;
    private final ChaosSettings settings;
    private final Path folder;
    private final History history;
    private final Cluster cluster;
    private final Recoveries recoveries = new Recoveries(ChaosSettings.DATASETS);
    private final SplittableRandom random;
    private final long startNs = System.nanoTime();
    private Feeder feeder;
    private Reader reader;
    private SmallDisk disk;
    private long sent;

    /** What is done to the system. It starts the broker and the workers it wants, and leaves at least one of them. */
    interface Scenario {
        void run(ChaosRun run) throws Exception;
    }

    private ChaosRun(String name, ChaosSettings settings) throws IOException {
        this.name = name;
        this.settings = settings;
        this.folder = Files.createDirectories(Path.of("target", "chaos")).resolve(name + "-" + settings.seed());
        Folders.delete(folder);
        this.history = new History(settings.seed(), ChaosSettings.DATASETS);
        this.random = new SplittableRandom(settings.seed());
        this.cluster = new Cluster(settings, folder);
    }

    /** Runs a scenario to its end, prints a line, and throws {@link AssertionError} with all that did not hold. */
    static void run(String name, ChaosSettings settings, Scenario scenario) throws Exception {
        // What clients say of a broker that is away is no news here.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka.clients")).setLevel(Level.ERROR);
        System.out.printf("chaos: %s begins, seed %d%n", name, settings.seed());
        List<String> found = new ArrayList<>();
        Path folder;
        try (ChaosRun run = new ChaosRun(name, settings)) {
            scenario.run(run);
            found.addAll(run.finish());
            folder = run.folder;
        }
        if (found.isEmpty()) {
            deleteData(folder);
        } else {
            throw new AssertionError("seed " + settings.seed() + ": " + found.size() + " things do not hold:\n  "
                    + String.join("\n  ", found.subList(0, Math.min(40, found.size()))));
        }
    }

    Cluster cluster() {
        return cluster;
    }

    SplittableRandom random() {
        return random;
    }

    ChaosSettings settings() {
        return settings;
    }

    /** Starts the broker and as many workers, then the history and its reader; returns when every dataset is ranked. */
    void begin(int workers) throws InterruptedException {
        cluster.startBroker();
        for (int i = 1; i <= workers; i++) {
            cluster.startWorker("worker-" + i);
        }
        reader = new Reader(cluster.bootstrapServers(), recoveries);
        reader.start();
        feeder = new Feeder(history, settings, cluster.bootstrapServers());
        recoveries.begin();
        feeder.start();
        awaitRecovery();
    }

    /** To be called right before a fault. */
    void fault(String what) {
        System.out.printf(
                Locale.ROOT,
                "chaos:   %6.1f s  %s (%d events, %d epochs)%n",
                (System.nanoTime() - startNs) / 1e9,
                what,
                feeder.acknowledged(),
                reader.epochs());
        recoveries.fault();
    }

    /** Lets time pass, with workers that end by themselves started again. */
    void pass(long ms) throws InterruptedException {
        long end = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() < end) {
            cluster.tend();
            Thread.sleep(Math.max(1, Math.min(100, (end - System.nanoTime()) / 1_000_000)));
        }
    }

    /** Lets a random time pass. */
    void pass(long leastMs, long mostMs) throws InterruptedException {
        pass(random.nextLong(leastMs, mostMs + 1));
    }

    /** Waits until every dataset has a new epoch. */
    void awaitRecovery() throws InterruptedException {
        long end = System.nanoTime() + SETTLE_MS * 1_000_000;
        while (!recoveries.await(100)) {
            cluster.tend();
            if (System.nanoTime() > end) {
                throw new AssertionError("no new epoch of every dataset within " + SETTLE_MS / 1000 + " s");
            }
        }
    }

    /** A file system of so many MiB that lasts until the end of the run. */
    SmallDisk smallDisk(int mib) throws IOException, InterruptedException {
        disk = new SmallDisk(folder.resolve("disk"), mib);
        return disk;
    }

    private void settle() throws InterruptedException {
        sent = feeder.finish();
        long end = System.nanoTime() + SETTLE_MS * 1_000_000;
        while (reader.accountedFor() < sent && System.nanoTime() < end) {
            pass(100);
        }
        // Whatever should not come, such as an event counted twice, has time to.
        pass(3_000);
    }

    private List<String> finish() throws InterruptedException {
        settle();
        reader.close();
        List<String> found = new ArrayList<>(reader.violations());
        int images = 0;
        for (String dataset : ChaosSettings.DATASETS) {
            DatasetReplica replica = reader.datasets().get(dataset);
            if (replica == null) {
                found.add(dataset + ": nothing was published");
                continue;
            }
            images += replica.told().size();
            found.addAll(Audit.counts(dataset, replica.totals(), history));
            found.addAll(Audit.ranking(dataset, replica, history.truth(dataset)));
        }
        found.addAll(Audit.instances(cluster.bootstrapServers(), history));
        found.addAll(Audit.deadLetters(cluster.bootstrapServers(), history));
        long slowestStopMs = 0;
        for (String worker : cluster.workers()) {
            slowestStopMs = Math.max(slowestStopMs, cluster.stopWorker(worker));
        }
        System.out.printf(
                Locale.ROOT,
                "chaos: %s seed=%d faults=%d events=%d bad=%d images=%d epochs=%d seconds=%.0f processes=%d ended=%d"
                        + " rankTaken=%d threadDeaths=%d stopMs=%d recovery: %s; %s%n",
                name,
                settings.seed(),
                recoveries.faults(),
                sent,
                history.bad().size(),
                images,
                reader.epochs(),
                (System.nanoTime() - startNs) / 1e9,
                cluster.started(),
                cluster.gaveUp(),
                said(RANK_TAKEN),
                said(THREAD_DEATH),
                slowestStopMs,
                recoveries.describe(),
                found.isEmpty() ? "all holds" : found.size() + " things do NOT hold");
        return found;
    }

    /** How often the processes said something. */
    private long said(Pattern what) {
        long times = 0;
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            for (Path log : logs.toList()) {
                Matcher matcher = what.matcher(Files.readString(log));
                while (matcher.find()) {
                    times++;
                }
            }
            return times;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All but what the processes have said. */
    private static void deleteData(Path folder) throws IOException {
        try (Stream<Path> parts = Files.list(folder)) {
            for (Path part : parts.filter(one -> !one.endsWith("logs")).toList()) {
                Folders.delete(part);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (feeder != null) {
            feeder.close();
        }
        if (reader != null) {
            reader.close();
        }
        cluster.close();
        if (disk != null) {
            disk.close();
        }
    }
}
