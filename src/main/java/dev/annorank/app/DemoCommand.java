package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.files.ShutdownHook;
import dev.annorank.files.StandardOutput;
import dev.annorank.files.TempFolder;
import dev.annorank.model.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process: a broker, a labeling session that never happened, and its ranking, live. */
@Command(
        name = "demo",
        description = {
            "Shows a simulated labeling session being ranked live. Needs nothing, leaves nothing behind.",
            "It grows to some thousands of images, which are worked on from then on.",
            "On a terminal it draws a table, elsewhere it prints a line an epoch. Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Annotation events a second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which session; the same seed gives the same events. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = {
                "Ends after so many events, and compares what was published with a batch ranking.",
                "Default: goes on until Ctrl-C."
            })
    private @Nullable Long events;

    @Override
    public Integer call() throws Exception {
        if (!(rate > 0)) {
            throw new UsageException("--rate is " + rate + "; it must be above 0");
        }
        if (events != null && events < 1) {
            throw new UsageException("--events is " + events + "; it must be at least 1");
        }
        System.err.println("annorank: starting a Kafka broker and the ranking in this process ...");
        TempFolder folder = TempFolder.create("annorank-demo");
        try (Cleanup cleanup = new Cleanup(List.of(folder))) {
            ShutdownHook hook = new ShutdownHook(cleanup::close);
            SettingsBuilder builder = Settings.builder()
                    .set("data.dir", folder.path().toString())
                    // Nothing comes so late, and what is deleted is not to pile up.
                    .set("tombstone.retention", "10m")
                    .set("broker.port", "0")
                    .set("http.port", "0");
            Node node = cleanup.before(Node.start(builder, true));
            Watcher watcher = cleanup.before(
                    new Watcher(node.settings(), DemoSession.DATASET, Optional.of("the page: " + node.httpAddress())));
            DemoSession session = cleanup.before(new DemoSession(node.settings(), watcher.view(), seed, rate, events));
            session.whenFinished(watcher::close);
            session.start();
            watcher.run();
            cleanup.close();
            hook.close();
            // Without a reader it ends early, and what is published then is not all.
            StandardOutput.requireAllTaken();
            return events == null ? 0 : report(session);
        }
    }

    /** Says whether what a reader of the topics knows is what a batch run over the same annotations gives. */
    private static int report(DemoSession session) {
        DemoSession.Outcome outcome = session.outcome();
        System.err.printf(Locale.ROOT, "annorank: %s%n", outcome.words());
        return outcome.isEqual() ? 0 : 1;
    }
}
