package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.topic.UnknownFormatException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringManifestTest {
    private static final ScoringManifest MANIFEST = new ScoringManifest(
            "g1", new TreeMap<>(Map.of("measure", "contour", "ranking.partitions", "4")), Optional.empty());

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(read(new String(MANIFEST.toJson(), UTF_8))).isEqualTo(MANIFEST);
        ScoringManifest during = MANIFEST.during("--dataset a");
        assertThat(read(new String(during.toJson(), UTF_8))).isEqualTo(during);
        assertThat(during.finished()).isEqualTo(MANIFEST);
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow_whenTheFormatIsTheSame() {
        String text = new String(MANIFEST.toJson(), UTF_8).replaceFirst("\\{", "{\"more\":[1],");
        assertThat(read(text)).isEqualTo(MANIFEST);
        assertThat(MANIFEST.differences(Map.of("measure", "contour", "new.setting", "1")))
                .isEmpty();
    }

    @Test
    void shouldNameEachDifference_whenSettingsDiffer() {
        assertThat(MANIFEST.differences(Map.of("measure", "polygon", "ranking.partitions", "8")))
                .containsExactly(
                        "measure is contour in what is stored, but configured as polygon",
                        "ranking.partitions is 4 in what is stored, but configured as 8");
    }

    @Test
    void shouldRefuse_whenANewerAnnorankWroteIt() {
        assertThatThrownBy(() -> read("{\"format\":2,\"settings\":7}"))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("written by a newer annorank")
                .hasMessageContaining("topic annorank-scoring has format 2, this annorank knows 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "null", "{}", "{\"format\":1}", "not json", "{\"format\":\"x\",\"settings\":{}}"})
    void shouldSayWhichTopic_whenItIsNoManifest(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("first record of topic annorank-scoring");
    }

    private static ScoringManifest read(String text) {
        return ScoringManifest.fromJson("annorank-scoring", text.getBytes(UTF_8));
    }
}
