package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageVector;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write to {@code instance-scores}, or between collect and rank, does not stop what is behind it. */
class ForeignRecordTest extends TopologyTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "hello",
                "{}",
                "null",
                "{'type':'image.deleted','dataset':'a/b','image':'1'}",
                "{'type':'image.deleted','dataset':'a','image':''}",
                "{'type':'image.deleted','dataset':'a','image':'1'} x",
                "{'type':'image.deleted','dataset':'a','image':'1','version':1e99}",
                "{'type':'annotation.upserted','dataset':'a','image':'1',"
                        + "'instance':{'annotation':'1','class':'c','siScs':1e400}}",
            })
    void shouldGoToTheDeadLetters(String text) {
        byte[] value = text == null ? null : text.replace('\'', '"').getBytes(UTF_8);
        topology.sendScored(new TestRecord<>(KEY, value, new RecordHeaders().add("trace", KEY)));
        topology.send(Events.upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        assertThat(topology.reported()).isEqualTo(EventCounts.ONE_APPLIED);
        assertThat(topology.dead).hasSize(1);
        TestRecord<byte[], byte[]> letter = topology.dead.get(0);
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("foreign-record");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("annorank.instance-scores");
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(header(letter, "trace")).isEqualTo("k");
    }

    @Test
    void shouldGoToTheDeadLetters_whenOnlyAHeaderSaysThatItIsOfANewerFormat() {
        topology.sendScored(new TestRecord<>(KEY, "{}".getBytes(UTF_8), newer()));
        topology.send(Events.upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        assertThat(topology.reported()).isEqualTo(EventCounts.ONE_APPLIED);
        assertThat(header(topology.dead.get(0), DeadLetters.ERROR)).contains("has format 2");
        assertThat(topology.skipped).hasValue(1);
    }

    @Test
    void shouldStop_whenANewerAnnorankIsAtWork() {
        topology.newerAtWork = true;
        assertThatThrownBy(() -> topology.sendScored(new TestRecord<>(KEY, "{}".getBytes(UTF_8), newer())))
                .satisfies(failure ->
                        assertThat(UnknownFormatException.in(failure)).isNotNull());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "d", "/1", "d/", "a b/1", "../1", "d\n/1"})
    void shouldBePassedOver_whenTheKeyBetweenCollectAndRankIsNone(String key) {
        VectorUpdate update = new VectorUpdate(vector("cat", 1, 1.5), EventCounts.ONE_APPLIED);
        shouldPassOver(key == null ? null : key.getBytes(UTF_8), bytes(update), new RecordHeaders());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "hello", "{}", "\1", "\2", "\1\1\1\1\1"})
    void shouldBePassedOver_whenTheValueBetweenCollectAndRankIsNone(String value) {
        shouldPassOver("d/1".getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8), new RecordHeaders());
    }

    @Test
    void shouldBePassedOver_whenTheValueBetweenCollectAndRankWouldTakeAllMemory() {
        byte[] value = bytes(new VectorUpdate(vector("cat", 1, 1.5), EventCounts.ONE_APPLIED));
        int classes = 1 + 3 * Long.BYTES + 1;
        value[classes] = 0x7F;
        shouldPassOver("d/1".getBytes(UTF_8), value, new RecordHeaders());
    }

    @Test
    void shouldBePassedOver_whenTheValueBetweenCollectAndRankGoesOn() {
        byte[] longer = Arrays.copyOf(bytes(new VectorUpdate(null, EventCounts.ONE_APPLIED)), 60);
        shouldPassOver("d/1".getBytes(UTF_8), longer, new RecordHeaders());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 0x1p61})
    void shouldBePassedOver_whenTheSumBetweenCollectAndRankIsNone(double sum) {
        VectorUpdate update = new VectorUpdate(vector("cat", 1, sum), EventCounts.ONE_APPLIED);
        for (int image = 0; image < 4; image++) {
            topology.sendVectors(new TestRecord<>(("d/" + image).getBytes(UTF_8), bytes(update)));
        }
        shouldPassOver("d/4".getBytes(UTF_8), bytes(update), new RecordHeaders());
    }

    @Test
    void shouldBePassedOver_whenOnlyAHeaderBetweenCollectAndRankSaysThatItIsOfANewerFormat() {
        VectorUpdate update = new VectorUpdate(vector("cat", 1, 1.5), EventCounts.ONE_APPLIED);
        shouldPassOver("d/1".getBytes(UTF_8), bytes(update), newer());
    }

    private void shouldPassOver(byte[] key, byte[] value, Headers headers) {
        int before = topology.skipped.get();
        topology.sendVectors(new TestRecord<>(key, value, headers));
        topology.sendVectors(new TestRecord<>(key, value, headers));
        assertThat(topology.skipped).hasValue(before + 2);
        topology.send(Events.upsert("1", "a", "cat", 10, 10, 1));
        topology.settle();
        assertThat(topology.reported()).isEqualTo(EventCounts.ONE_APPLIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-300", "1e-30"})
    void shouldGoToTheDeadLetters_whenTheScoreCannotBeAdded(String siScs) {
        String value =
                "{'type':'annotation.upserted','dataset':'a','image':'1','instance':{'annotation':'1','class':'c',"
                        + "'iscrowd':false,'perimeterPx':4,'areaPx2':1,'contours':1,'scs':4,'siScs':" + siScs + "}}";
        shouldGoToTheDeadLetters(value);
    }

    private static Headers newer() {
        return new RecordHeaders().add(RecordFormat.FORMAT, "2".getBytes(UTF_8));
    }

    private static byte[] bytes(VectorUpdate update) {
        return StateSerdes.VECTOR_UPDATE.serializer().serialize("t", update);
    }

    private static ImageVector vector(String category, int count, double sum) {
        return new ImageVector(new String[] {category}, new int[] {count}, new double[] {sum});
    }
}
