package dev.annorank.app;

import dev.annorank.cluster.Reset;
import dev.annorank.cluster.ResetListener;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.StandardOutput;
import dev.annorank.model.Ids;
import dev.annorank.model.UserException;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.topic.EventReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes everything, or one dataset, anew from the annotations. */
@Command(
        name = "reset",
        description = {
            "Computes everything, or one dataset, anew from the topic annotations, which is never touched.",
            "All workers must be stopped. Broken off, it is run again; until it has ended, no worker starts."
        },
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Scope scope = new Scope();

    /** Exactly one of them. */
    static final class Scope {
        @Option(
                names = "--all",
                description = "Everything but the annotations: offsets, state, scores, rankings, epochs, dead letters.")
        private boolean all;

        @Option(
                names = {"-d", "--dataset"},
                paramLabel = "NAME",
                description = "One dataset, with the settings that are stored; others stay as they are.")
        private @Nullable String dataset;
    }

    @Option(names = "--embedded", description = "Of an installation with its own broker: runs that broker meanwhile.")
    private boolean embedded;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for state and the embedded broker's data. Default: data.")
    private @Nullable Path data;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka cluster to use. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrapServers;

    @Option(names = "--yes", description = "Do not ask first.")
    private boolean yes;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        if (embedded && bootstrapServers != null) {
            throw new UserException("--embedded brings its own broker; leave out --bootstrap-servers, or --embedded");
        }
        if (scope.dataset != null) {
            Ids.requireDataset(scope.dataset);
        }
        SettingsBuilder builder = options.builder();
        SettingsOptions.flag(builder, "--data", "data.dir", data);
        SettingsOptions.flag(builder, "--bootstrap-servers", "bootstrap.servers", bootstrapServers);
        Settings settings = builder.build();
        if (!isConfirmed(settings)) {
            System.err.println("annorank: nothing was changed");
            return 1;
        }
        return EmbeddedInstallation.with(builder, embedded, this::reset);
    }

    private boolean isConfirmed(Settings settings) throws IOException {
        String where = embedded
                ? "the embedded installation in " + settings.dataDir()
                : "application.id " + settings.kafka().get("application.id") + " at "
                        + settings.kafka().get("bootstrap.servers");
        String what = scope.dataset == null
                ? "everything but the topic " + settings.topicsPrefix() + "annotations is deleted and computed anew"
                : "dataset " + scope.dataset + " is computed anew; while it is, its ranking grows from nothing";
        System.err.println("annorank: " + where + ": " + what);
        return Confirmation.isGiven(yes);
    }

    private void reset(Settings settings, Duration patience) throws IOException {
        KafkaAccess.require(settings);
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin());
                ProgressReport progress = new ProgressReport("reading", " records", 1)) {
            Reset reset = new Reset(
                    Installations.of(settings),
                    admin,
                    Installations.manifest(settings, admin),
                    patience,
                    new Telling(progress));
            String dataset = scope.dataset;
            if (dataset == null) {
                reset.all();
            } else {
                InstanceScorer scorer =
                        new InstanceScorer(settings.measure(), settings.maskMaxPixels(), settings.crowdIncluded());
                reset.dataset(dataset, new EventReader(settings.eventMaxBytes()), new EventScorer(scorer));
            }
        }
        System.err.println("annorank: done; the next worker to start "
                + (scope.all ? "computes everything anew, with its settings" : "publishes the dataset's new ranking"));
        StandardOutput.requireAllTaken();
    }

    /** What was done goes to standard output, how far it is to standard error. */
    private record Telling(ProgressReport report) implements ResetListener {
        @Override
        public void done(String what) {
            System.out.println(what);
        }

        @Override
        public void progress(long done, long total) {
            report.report(done, total);
        }
    }
}
