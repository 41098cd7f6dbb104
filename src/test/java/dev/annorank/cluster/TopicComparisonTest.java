package dev.annorank.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {
    private static final TopicSpec SPEC =
            new TopicSpec("t", 6, 3, Map.of("cleanup.policy", "compact,delete", "min.cleanable.dirty.ratio", "0.30"));

    @Test
    void shouldFindNothing_whenValuesMeanTheSame() {
        assertThat(TopicComparison.differences(
                        SPEC,
                        new TopicComparison.Actual(
                                6, 3, Map.of("cleanup.policy", "delete, compact", "min.cleanable.dirty.ratio", "0.3"))))
                .isEmpty();
    }

    @Test
    void shouldNameEachDifference_whenAllDiffer() {
        assertThat(TopicComparison.differences(
                        SPEC, new TopicComparison.Actual(1, 1, Map.of("cleanup.policy", "delete"))))
                .containsExactlyInAnyOrder(
                        "topic t has 1 partition; it should have 6",
                        "topic t has a partition with 1 replica; it should have 3",
                        "topic t has cleanup.policy=delete; it should be compact,delete",
                        "topic t has min.cleanable.dirty.ratio=(unknown); it should be 0.30");
        assertThat(TopicComparison.differences(SPEC, null)).containsExactly("topic t is missing");
    }
}
