package dev.annorank.app;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.files.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Writes the archive of the present build: a data folder with events that are yet to be scored. */
final class UpgradeMain {
    private static final int EVENTS = 45;

    private UpgradeMain() {}

    /**
     * Writes it.
     *
     * @param arguments the archive's path
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path archive = Path.of(arguments[0]);
        try (TempFolder folder = TempFolder.create("annorank-upgrade")) {
            LabeledLoad load = new LabeledLoad(101, UpgradeTest.DATASET);
            try (Node node = TestNode.start(UpgradeTest.settings(folder.path()), true);
                    PublicReader reader = new PublicReader(node.bootstrapServers())) {
                load.send(node.bootstrapServers(), EVENTS);
                load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            }
            // Pending in the one topic that is kept for ever, however old the archive is when it is opened.
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder.path().resolve("broker"), 0)) {
                load.send(broker.bootstrapServers(), EVENTS / 3);
            }
            UpgradeArchive.pack(folder.path(), archive);
        }
        System.out.printf(Locale.ROOT, "%s: %,d bytes%n", archive, Files.size(archive));
    }
}
