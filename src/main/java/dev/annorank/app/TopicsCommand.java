package dev.annorank.app;

import dev.annorank.cluster.DamagedBatch;
import dev.annorank.cluster.TopicFiles;
import dev.annorank.cluster.TopicManager;
import dev.annorank.cluster.TopicReport;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.StandardOutput;
import dev.annorank.model.UsageException;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates the topics, says how they differ from their files, or skips a batch that cannot be read. */
@Command(
        name = "topics",
        description = "Creates annorank's topics, says how they differ, or skips a damaged batch. The same files serve "
                + "kubectl apply -f topics/.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "apply|check|skip")
final class TopicsCommand implements Runnable {
    /** Which cluster's topics, and how they are to be. */
    static final class Cluster {
        @Mixin
        private SettingsOptions options = new SettingsOptions();

        @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka cluster.")
        private @Nullable String servers;

        @Option(
                names = "--replicas",
                paramLabel = "N",
                description = "Replicas of each topic. Default: as in the files, at most one a broker.")
        private @Nullable Integer replicas;
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say apply, check or skip");
    }

    @Command(
            name = "apply",
            description = "Creates what is missing and sets what differs. Deletes nothing.",
            mixinStandardHelpOptions = true)
    int apply(@Mixin Cluster cluster) {
        return report(cluster, TopicManager::apply);
    }

    @Command(
            name = "check",
            description = "Changes nothing; exit code 1 if something differs.",
            mixinStandardHelpOptions = true)
    int check(@Mixin Cluster cluster) {
        return report(cluster, TopicManager::check);
    }

    @Command(
            name = "skip",
            description = {
                "Has the workers go on behind a damaged batch, before which they have come to a halt: health and the log name",
                "its topic, partition and offset. What was in it is lost. All workers must be stopped."
            },
            mixinStandardHelpOptions = true)
    int skip(
            @Mixin Cluster cluster,
            @Option(names = "--topic", required = true, paramLabel = "T", description = "Its full name.") String topic,
            @Option(names = "--partition", required = true, paramLabel = "P", description = "Counted from 0.")
                    int partition,
            @Option(names = "--offset", required = true, paramLabel = "N", description = "Where the workers halt.")
                    long offset,
            @Option(names = "--embedded", description = "Of an installation with its own broker, which runs meanwhile.")
                    boolean embedded,
            @Option(names = "--data", paramLabel = "DIR", description = "Its folder. Default: data.") @Nullable
                    Path data)
            throws IOException {
        SettingsBuilder builder = SettingsOptions.flag(
                cluster.options.builder(), "--bootstrap-servers", "bootstrap.servers", cluster.servers);
        SettingsOptions.flag(builder, "--data", "data.dir", data);
        TopicPartition damaged = new TopicPartition(topic, partition);
        return EmbeddedInstallation.with(
                builder, embedded, (settings, patience) -> skip(settings, damaged, offset, patience));
    }

    private static void skip(Settings settings, TopicPartition damaged, long offset, Duration patience) {
        KafkaAccess.require(settings);
        KafkaProperties kafka = new KafkaProperties(settings);
        try (Admin admin = Admin.create(kafka.admin())) {
            String id = String.valueOf(settings.kafka().get("application.id"));
            long next = new DamagedBatch(admin, id, kafka.consumer()).skip(damaged, offset, patience);
            System.out.printf(
                    Locale.ROOT,
                    "%s: offsets %d to %d are skipped, %d in all; the next worker goes on at %d%n",
                    damaged,
                    offset,
                    next - 1,
                    next - offset,
                    next);
        }
    }

    private static int report(Cluster cluster, Function<TopicManager, TopicReport> action) {
        Integer replicas = cluster.replicas;
        if (replicas != null && replicas < 1) {
            throw new UsageException("--replicas is " + replicas + "; it must be at least 1");
        }
        Settings settings = SettingsOptions.flag(
                        cluster.options.builder(), "--bootstrap-servers", "bootstrap.servers", cluster.servers)
                .build();
        KafkaAccess.require(settings);
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            TopicManager manager = new TopicManager(
                    admin,
                    TopicFiles.load(
                            new Topics(settings.topicsPrefix()), settings.inputMaxBytes(), settings.outputMaxBytes()),
                    replicas == null ? OptionalInt.empty() : OptionalInt.of(replicas));
            TopicReport report = action.apply(manager);
            report.notes().forEach(note -> System.err.println("annorank: " + note));
            report.changes().forEach(System.out::println);
            report.differences().forEach(System.out::println);
            StandardOutput.requireAllTaken();
            if (report.clean()) {
                System.err.println("annorank: the topics are as their files say");
            }
            return report.clean() ? 0 : 1;
        }
    }
}
