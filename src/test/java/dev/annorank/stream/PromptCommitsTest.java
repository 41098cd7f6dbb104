package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptCommitsTest {
    private static final long START = 1_700_000_000_000L;

    private final PromptCommits.OfThread thread = new PromptCommits.OfThread();
    private final List<String> asked = new ArrayList<>();
    private final PromptCommits first = new PromptCommits();
    private final PromptCommits second = new PromptCommits();

    @BeforeEach
    void begin() {
        first.begin(thread, () -> asked.add("first"));
        second.begin(thread, () -> asked.add("second"));
    }

    @Test
    void shouldAskAtOnce_whenSomethingWasWritten() {
        first.processing(START - 5, START);
        first.written();
        first.tick(START + 1);
        assertThat(asked).containsExactly("first");
    }

    @Test
    void shouldAskNothing_whenNothingWasWrittenSince() {
        first.tick(START);
        first.written();
        first.tick(START);
        first.processing(START, START + 500);
        first.tick(START + 500);
        assertThat(asked).containsExactly("first");
    }

    @Test
    void shouldLeaveTimeBetween_whenMuchIsWritten() {
        for (long ms = START; ms < START + 4 * PromptCommits.GAP_MS; ms += 10) {
            first.processing(ms - 5, ms);
            first.written();
            first.tick(ms);
            second.written();
            second.tick(ms);
        }
        assertThat(asked).hasSize(4);
    }

    @Test
    void shouldNotAskAgain_whenAnotherTaskAskedSince() {
        first.written();
        second.written();
        second.tick(START);
        first.tick(START + PromptCommits.GAP_MS);
        assertThat(asked).containsExactly("second");
    }

    @Test
    void shouldAsk_whenWrittenAfterAnotherTaskAsked() {
        second.written();
        second.tick(START);
        first.written();
        first.tick(START + 10);
        assertThat(asked).containsExactly("second");
        first.tick(START + PromptCommits.GAP_MS);
        assertThat(asked).containsExactly("second", "first");
    }

    @Test
    void shouldAskNothing_whenRecordsHaveWaitedInAnyTask() {
        second.processing(START - PromptCommits.FRESH_MS, START);
        first.processing(START, START);
        first.written();
        first.tick(START + PromptCommits.FRESH_MS - 1);
        assertThat(asked).isEmpty();
        first.tick(START + PromptCommits.FRESH_MS);
        assertThat(asked).containsExactly("first");
    }

    @Test
    void shouldAskAsEver_whenAProducersClockIsAhead() {
        first.processing(START + 1_000_000_000L, START);
        first.written();
        first.tick(START);
        assertThat(asked).containsExactly("first");
    }

    @Test
    void shouldForgetWhatWas_whenBegunAgain() {
        first.written();
        first.begin(thread, () -> asked.add("again"));
        first.tick(START);
        assertThat(asked).isEmpty();
    }
}
