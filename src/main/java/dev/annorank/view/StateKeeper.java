package dev.annorank.view;

import dev.annorank.view.ViewState.Phase;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a view stands to its topics, put into words. Told by the reading thread, asked by any. */
final class StateKeeper {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Clock clock;
    private final Consumer<ViewState> changed;
    private boolean isUpToDate;
    private @Nullable String anewBecause;
    private boolean isUnreachable;
    private Set<String> missing = Set.of();
    private @Nullable String failure;
    private long behind;
    private @Nullable Instant lastEpochRead;
    private OptionalLong lastEpoch = OptionalLong.empty();
    private volatile ViewState now;

    /** @param changed hears each state that differs from the last */
    StateKeeper(Clock clock, Consumer<ViewState> changed) {
        this.clock = clock;
        this.changed = changed;
        this.now = new ViewState(Phase.READING, 0, clock.instant(), Optional.empty(), "reading the topics");
    }

    ViewState now() {
        return now;
    }

    /** All is read anew, until that is up to date. */
    void readsAnew(String why) {
        isUpToDate = false;
        anewBecause = why;
        update();
    }

    void upToDate() {
        isUpToDate = true;
        anewBecause = null;
        update();
    }

    void unreachable(boolean is) {
        isUnreachable = is;
        update();
    }

    void missing(Set<String> topics) {
        missing = topics;
        update();
    }

    void failed(String why) {
        failure = why;
        update();
    }

    void behind(long records) {
        behind = records;
        update();
    }

    /** Not told on by itself: the count of records that comes every second is. */
    void epochRead(long epoch) {
        lastEpochRead = clock.instant();
        lastEpoch = OptionalLong.of(epoch);
    }

    private void update() {
        ViewState before = now;
        Phase phase = phase();
        Instant since = phase == before.phase() ? before.since() : clock.instant();
        ViewState after = new ViewState(phase, behind, since, Optional.ofNullable(lastEpochRead), words(phase, since));
        if (!after.equals(before)) {
            now = after;
            changed.accept(after);
        }
    }

    private Phase phase() {
        if (failure != null) {
            return Phase.FAILED;
        }
        if (isUnreachable) {
            return Phase.UNREACHABLE;
        }
        if (!missing.isEmpty()) {
            return Phase.WAITING;
        }
        return isUpToDate ? Phase.LIVE : Phase.READING;
    }

    private String words(Phase phase, Instant since) {
        return switch (phase) {
            case FAILED -> "stopped: " + failure;
            case UNREACHABLE ->
                "Kafka does not answer since " + TIME.format(since.atZone(clock.getZone())) + "; "
                        + (lastEpoch.isPresent()
                                ? "showing epoch " + lastEpoch.getAsLong()
                                : "nothing has been read yet");
            case WAITING -> "waiting for topics " + String.join(", ", missing);
            case READING ->
                anewBecause == null
                        ? "reading the topics, " + records() + " to go"
                        : "reading the topics anew, " + records() + " to go: " + anewBecause;
            case LIVE -> "live, " + records() + " behind";
        };
    }

    private String records() {
        return String.format(Locale.ROOT, behind == 1 ? "%,d record" : "%,d records", behind);
    }
}
