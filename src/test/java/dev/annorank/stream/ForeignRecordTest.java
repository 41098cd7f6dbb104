package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.EventCounts;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.UnknownFormatException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write to {@code instance-scores} does not stop those behind it. */
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
    void shouldStop_whenANewerVersionWroteIt() {
        Headers newer = new RecordHeaders().add(RecordFormat.FORMAT, "2".getBytes(UTF_8));
        assertThatThrownBy(() -> topology.sendScored(new TestRecord<>(KEY, "{}".getBytes(UTF_8), newer)))
                .satisfies(failure ->
                        assertThat(UnknownFormatException.in(failure)).isNotNull());
    }
}
