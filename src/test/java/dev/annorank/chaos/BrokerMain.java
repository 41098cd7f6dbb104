package dev.annorank.chaos;

import dev.annorank.broker.EmbeddedBroker;
import java.nio.file.Path;

/** A broker as a process of its own: folder, port and largest record are its arguments. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] args) throws InterruptedException {
        ParentWatch.start();
        EmbeddedBroker broker =
                EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        Thread.currentThread().join();
    }
}
