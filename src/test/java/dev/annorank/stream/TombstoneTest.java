package dev.annorank.stream;

import static dev.annorank.stream.Events.DATASET;
import static dev.annorank.stream.Events.delete;
import static dev.annorank.stream.Events.drop;
import static dev.annorank.stream.Events.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ImageKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TombstoneTest extends TopologyTest {
    @Test
    void shouldRememberDeletions_untilTheirTimeIsOver() {
        topology.send(delete("1", "a", 5));
        topology.send(drop("2", 5));
        pass(Duration.ofDays(6));
        topology.send(upsert("1", "a", "cat", 10, 10, 4));
        topology.send(upsert("2", "a", "cat", 10, 10, 4));
        topology.settle();
        assertThat(topology.published).isEmpty();
        pass(Duration.ofDays(2));
        topology.send(upsert("1", "a", "cat", 10, 10, 4));
        topology.send(upsert("2", "a", "cat", 10, 10, 4));
        topology.settle();
        assertThat(topology.published).containsOnlyKeys(new ImageKey(DATASET, "1"), new ImageKey(DATASET, "2"));
    }

    @Test
    void shouldNeverForgetWhatIsThere() {
        for (int i = 0; i < 6000; i++) {
            topology.send(upsert("i" + i / 10, "a" + i, "cat", 10, 10 + i % 50, 5));
        }
        topology.send(upsert("gone", "a", "cat", 10, 10, 5));
        topology.send(drop("gone", 6));
        pass(Duration.ofDays(20));
        topology.send(upsert("i0", "a0", "dog", 10, 10, 4));
        topology.send(upsert("gone", "a", "cat", 10, 10, 4));
        topology.settle();
        assertThat(topology.published).hasSize(601);
        assertThat(topology.image(DATASET, "i0").vector()).containsOnlyKeys("cat");
    }

    /** In steps, so that every sweep that falls due is made. */
    private void pass(Duration time) {
        topology.tick(time);
        for (int i = 0; i < 10; i++) {
            topology.tick(Duration.ofSeconds(1));
        }
    }
}
