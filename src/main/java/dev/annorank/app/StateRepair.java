package dev.annorank.app;

import dev.annorank.cluster.Aside;
import dev.annorank.cluster.LocalState;
import dev.annorank.stream.StoredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Working state that is damaged on disk is only a copy: it is set aside, and Kafka Streams restores it from Kafka. */
final class StateRepair {
    private static final Logger LOG = LoggerFactory.getLogger(StateRepair.class);
    private static final Pattern TASK = Pattern.compile("[/\\\\]([0-9]+_[0-9]+)[/\\\\]rocksdb[/\\\\]");

    private final LocalState state;
    private final Clock clock;

    StateRepair(LocalState state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    /** Before anything is looked up in {@code state.dir}. */
    void mendStateDir() throws IOException {
        Path stateDir = state.folder().toAbsolutePath().getParent();
        if (stateDir != null && Files.isRegularFile(stateDir)) {
            setAside(stateDir, "it is no folder");
        }
    }

    /** Before the view starts: what HTTP shows is read from Kafka at each start, whatever lay there. */
    static void mendView(Path folder, Clock clock) throws IOException {
        if (Files.isRegularFile(folder)) {
            LOG.warn(
                    "{} is no folder; it is set aside as {}, and what the view keeps is read anew from Kafka",
                    folder,
                    Aside.move(folder, clock.instant()).getFileName());
        }
    }

    /**
     * Before Kafka Streams starts: reads all that is there.
     *
     * @return of the changelogs that the rest is a copy of, the last offset in it
     */
    Map<TopicPartition, Long> mendAll() throws IOException {
        StoredState found = StoredState.read(state.folder());
        for (Map.Entry<Path, String> damaged : found.damaged().entrySet()) {
            setAside(damaged.getKey(), damaged.getValue());
        }
        return found.offsets();
    }

    /**
     * While Kafka Streams works, on the thread that died of it: its task begins anew in an empty folder.
     *
     * @return whether it died of damaged state, and that is out of the way
     */
    boolean mend(Throwable failure) {
        Optional<String> why = StoredState.damage(failure);
        Optional<Path> task = task(failure).map(state::task).filter(Files::exists);
        if (why.isEmpty() || task.isEmpty()) {
            return false;
        }
        try {
            setAside(task.get(), why.get());
            return true;
        } catch (IOException e) {
            LOG.error(
                    "Local state in {} is damaged ({}), but cannot be set aside: {}",
                    task.get(),
                    why.get(),
                    e.toString());
            return false;
        }
    }

    private void setAside(Path damaged, String why) throws IOException {
        LOG.warn(
                "Local state in {} is damaged ({}); it is set aside as {} and restored from Kafka. Nothing is lost",
                damaged,
                why,
                Aside.move(damaged, clock.instant()).getFileName());
    }

    private static Optional<String> task(Throwable failure) {
        Optional<String> named = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamsException streams && streams.taskId().isPresent()) {
                return streams.taskId().map(Object::toString);
            }
            Matcher path = TASK.matcher(String.valueOf(cause.getMessage()));
            if (path.find()) {
                named = Optional.of(path.group(1));
            }
        }
        return named;
    }
}
