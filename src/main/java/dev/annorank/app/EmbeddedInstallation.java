package dev.annorank.app;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What is done to an installation while no worker runs, be it one whose broker has to be started for that. */
final class EmbeddedInstallation {
    /** Sessions and transactions of an embedded installation that was killed; nobody can join on a port nobody knows. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddedInstallation() {}

    /** Something that is done. */
    interface Work {
        /**
         * Does it.
         *
         * @param patience how long a killed worker's session may take to end
         */
        void with(Settings settings, Duration patience) throws IOException;
    }

    /** Does it, and returns the exit code for that it is done. */
    static int with(SettingsBuilder builder, boolean embedded, Work work) throws IOException {
        Settings settings = builder.build();
        if (!embedded) {
            work.with(settings, Duration.ZERO);
            return 0;
        }
        Path folder = settings.dataDir().resolve("broker");
        if (!Files.isDirectory(folder)) {
            throw new UserException(folder + " does not exist; there is no embedded installation in "
                    + settings.dataDir() + " (--data names another folder)");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, settings.outputMaxBytes())) {
            work.with(
                    builder.set("bootstrap.servers", broker.bootstrapServers()).build(), PATIENCE);
        }
        return 0;
    }
}
