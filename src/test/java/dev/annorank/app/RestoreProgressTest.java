package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.metrics.RestoreStatus;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition PARTITION = new TopicPartition("changelog", 0);

    private final RestoreProgress progress = new RestoreProgress();

    @Test
    void shouldTellHowFarItIs() {
        progress.onRestoreStart(PARTITION, "images", 100, 300);
        progress.onBatchRestored(PARTITION, "images", 150, 50);
        assertThat(progress.describe().orElseThrow()).startsWith("restoring state: 50 of 200 changes (25%)");
        progress.onRestoreEnd(PARTITION, "images", 200);
        assertThat(progress.describe()).isEmpty();
    }

    @Test
    void shouldNotGoOn_whenAThreadDiedThatWasRestoring() {
        progress.onRestoreStart(PARTITION, "images", 0, 200);
        progress.clear();
        assertThat(progress.describe()).isEmpty();
        assertThat(progress.status()).isEqualTo(RestoreStatus.NONE);
    }
}
