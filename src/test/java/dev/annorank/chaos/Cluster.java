package dev.annorank.chaos;

import dev.annorank.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker and workers, each a process with its own folder. A worker that ends by itself is started again, as any
 * supervisor would, and counted. One thread.
 */
final class Cluster implements AutoCloseable {
    private static final long START_MS = 60_000;
    private static final int HEAP_MIB = 512;
    private static final Pattern ADDRESS = Pattern.compile("http://(127\\.0\\.0\\.1:[0-9]+)");

    private final ChaosSettings settings;
    private final Path folder;
    private final int port;
    private final SortedMap<String, Child> workers = new TreeMap<>();
    private final List<Child> all = new ArrayList<>();
    private Path brokerFolder;
    private Path workerFolder;
    private int workerHeapMib = HEAP_MIB;
    private Child broker;
    private int started;
    private int gaveUp;

    Cluster(ChaosSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        this.brokerFolder = folder.resolve("broker");
        this.workerFolder = folder;
        this.port = freePort(new SplittableRandom(System.nanoTime()));
    }

    /** Below the ports that outgoing connections take: a client in search of a broker that is away must not find itself. */
    private static int freePort(SplittableRandom random) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int candidate = random.nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken; the next.
            }
        }
        throw new IllegalStateException("no free port");
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Where the broker's data is from now on; before it is started. */
    void brokerFolder(Path other) {
        brokerFolder = other;
    }

    /** Where the folders of workers are from now on; before they are started. */
    void workerFolder(Path other) {
        workerFolder = other;
    }

    /** How much heap workers have from now on; before they are started. */
    void workerHeapMib(int mib) {
        workerHeapMib = mib;
    }

    void launchBroker() {
        broker = launch(
                BrokerMain.class,
                "broker",
                HEAP_MIB,
                List.of(
                        brokerFolder.toString(),
                        Integer.toString(port),
                        Integer.toString(Settings.defaults().outputMaxBytes())));
    }

    /** Returns when it can be connected to. */
    void startBroker() throws InterruptedException {
        launchBroker();
        long deadline = System.nanoTime() + START_MS * 1_000_000;
        while (!accepts()) {
            if (System.nanoTime() > deadline || !broker.isAlive()) {
                throw new AssertionError("the broker did not start: " + said("broker"));
            }
            Thread.sleep(100);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Child broker() {
        return broker;
    }

    /** Starts a worker with a folder of its own, or with the one it had. */
    void startWorker(String name) {
        List<String> args = new ArrayList<>(List.of(
                "serve",
                "--bootstrap-servers",
                bootstrapServers(),
                "--data",
                workerFolder.resolve(name).toString(),
                "--port",
                "0"));
        for (Map.Entry<String, String> setting : settings.workerSettings().entrySet()) {
            args.add("-s");
            args.add(setting.getKey() + "=" + setting.getValue());
        }
        workers.put(name, launch(WorkerMain.class, name, workerHeapMib, args));
    }

    /** Host and port of a worker's HTTP, once it has said them; those of its last start. */
    Optional<String> address(String name) {
        Matcher matcher = ADDRESS.matcher(said(name));
        return matcher.results().map(found -> found.group(1)).reduce((first, last) -> last);
    }

    /** A worker that is to run. */
    Child worker(String name) {
        return workers.get(name);
    }

    List<String> workers() {
        return List.copyOf(workers.keySet());
    }

    void killWorker(String name) throws InterruptedException {
        workers.remove(name).kill();
    }

    /** Stops a worker as an operator would; returns the milliseconds it took. */
    long stopWorker(String name) throws InterruptedException {
        return workers.remove(name).terminate();
    }

    /** Starts workers again that have ended by themselves. */
    void tend() {
        for (String name : workers()) {
            if (!workers.get(name).isAlive()) {
                gaveUp++;
                System.out.printf(
                        "chaos:   %s ended by itself with code %d%n",
                        name, workers.get(name).exitCode());
                startWorker(name);
            }
        }
    }

    /** How often a worker ended by itself. */
    int gaveUp() {
        return gaveUp;
    }

    /** How many processes were started. */
    int started() {
        return started;
    }

    /** All that the processes of a name have said. */
    String said(String name) {
        try {
            return Files.readString(log(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    private Child launch(Class<?> main, String name, int heapMib, List<String> args) {
        started++;
        Child child = Child.start(main, heapMib, log(name), args);
        all.add(child);
        return child;
    }

    /** Ends all that was ever started here. */
    @Override
    public void close() {
        all.forEach(Child::close);
    }
}
