package dev.annorank.app;

import dev.annorank.cluster.DatasetImages;
import dev.annorank.cluster.OpsException;
import dev.annorank.cluster.ResetListener;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.json.Errors;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The images that a dataset holds and its file does not name: labeled elsewhere, or deleted since another file was loaded.
 *
 * @param file as the user named it
 * @param named all images that the file names, those that it has no usable annotation of included
 */
record UnnamedImages(Settings settings, Path file, String dataset, Set<String> named) {
    private static final int SHOWN = 10;

    UnnamedImages {
        named = Set.copyOf(named);
    }

    /**
     * What is to be deleted so that the dataset is what the file says, after every event that was sent before has been taken
     * in. Says so on standard error.
     */
    NavigableSet<String> findAll() {
        NavigableSet<String> images =
                ask("reading", topics -> topics.collected(dataset, image -> !named.contains(image)));
        String unnamed = images.isEmpty()
                ? "no image will be deleted: " + file + " names all that it holds"
                : count(images) + " will be deleted, since " + file + " does not name " + them(images);
        System.err.println("annorank: dataset " + dataset + ": " + unnamed);
        return images;
    }

    /** Whether these may be deleted; asks where there are any. */
    static boolean mayDelete(NavigableSet<String> images, boolean yes) throws IOException {
        return images.isEmpty() || Confirmation.isGiven(yes);
    }

    /** Says on standard error how many there are, as of the last ranking; nothing where there is none. */
    void print() {
        try {
            NavigableSet<String> images =
                    ask("comparing", topics -> topics.ranked(dataset, image -> !named.contains(image)));
            if (!images.isEmpty()) {
                System.err.println("annorank: dataset " + dataset + " holds " + count(images) + " that " + file
                        + " does not name; --replace deletes " + them(images));
            }
        } catch (OpsException | KafkaException e) {
            // All was sent; a producer may not be allowed to read.
            System.err.println("annorank: whether dataset " + dataset + " holds images that " + file
                    + " does not name could not be found out: " + e.getMessage());
        }
    }

    private NavigableSet<String> ask(String task, Function<DatasetImages, NavigableSet<String>> question) {
        KafkaProperties kafka = new KafkaProperties(settings);
        try (Admin admin = Admin.create(kafka.admin());
                ProgressReport progress = new ProgressReport(task, " records", 1)) {
            return question.apply(new DatasetImages(
                    admin,
                    kafka.consumer(),
                    new Topics(settings.topicsPrefix()),
                    String.valueOf(settings.kafka().get("application.id")),
                    new Progress(progress)));
        }
    }

    private static String count(Set<String> images) {
        return images.size() == 1 ? "1 image" : RankCommand.grouped(images.size()) + " images";
    }

    private static String them(Set<String> images) {
        String first = String.join(
                ", ", images.stream().limit(SHOWN).map(Errors::quoted).toList());
        return (images.size() == 1 ? "it: " : "them: ") + first + (images.size() > SHOWN ? ", ..." : "");
    }

    private record Progress(ProgressReport report) implements ResetListener {
        @Override
        public void done(String what) {
            // Reading has no steps to tell.
        }

        @Override
        public void progress(long done, long total) {
            report.report(done, total);
        }
    }
}
