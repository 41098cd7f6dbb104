package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.EventCounts;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.EventWriter;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** A dead letter can be written, whatever came. */
class DeadLetterTest extends TopologyTest {
    private static final byte[] EVENT = EventWriter.value(Events.upsert("1", "a", "cat", 10, 10, 1));
    private static final byte[] HUGE_VALUE = new byte[5 << 20];

    @Test
    void shouldLeaveOutTheKey_whenItIsHuge() {
        byte[] key = "k".repeat(900 << 10).getBytes(UTF_8);
        TestRecord<byte[], byte[]> letter = deadLetter(key, HUGE_VALUE, new RecordHeaders());
        assertThat(letter.key()).isNull();
        assertThat(header(letter, DeadLetters.KEY_LENGTH)).isEqualTo(Integer.toString(900 << 10));
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("record-too-large");
        assertThat(header(letter, DeadLetters.FULL_LENGTH)).isEqualTo(Integer.toString(5 << 20));
    }

    @Test
    void shouldGoOn_whenATextHoldsHalfACharacter() {
        String half = "\\ud800";
        for (String text : List.of("image", "file", "annotation", "class")) {
            String event =
                    "{'type':'annotation.upserted','image':{'id':'image','width':9,'height':9,'file_name':'file'},"
                            + "'annotation':{'id':'annotation','category':'class','segmentation':[[1,1,7,1,7,7]]}}";
            topology.send(
                    null,
                    event.replace("'" + text + "'", "'" + half + "'")
                            .replace('\'', '"')
                            .getBytes(UTF_8));
        }
        topology.send(null, EVENT);
        topology.settle();
        assertThat(topology.epochs.get(topology.epochs.size() - 1).totals().applied())
                .isPositive();
        assertThat(topology.dead)
                .allSatisfy(
                        letter -> assertThat(header(letter, DeadLetters.REASON)).isNotEqualTo("internal-error"));
    }

    @Test
    void shouldKeepTheKey_whenItIsLong() {
        byte[] key = "k".repeat(DeadLetters.MAX_KEY_BYTES).getBytes(UTF_8);
        TestRecord<byte[], byte[]> letter = deadLetter(key, EVENT, new RecordHeaders());
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.headers().lastHeader(DeadLetters.KEY_LENGTH)).isNull();
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("key-mismatch");
    }

    @Test
    void shouldLeaveOutTheHeadersThereIsNoRoomFor_whenTheyAreHuge() {
        Headers headers = new RecordHeaders()
                .add("trace", "7".getBytes(UTF_8))
                .add("huge", new byte[3 << 19])
                .add("none", null);
        TestRecord<byte[], byte[]> letter = deadLetter(null, HUGE_VALUE, headers);
        assertThat(names(letter)).contains("trace", "none").doesNotContain("huge");
        assertThat(header(letter, DeadLetters.DROPPED_HEADERS)).isEqualTo("1");
    }

    @Test
    void shouldLeaveOutTheHeadersThereIsNoRoomFor_whenTheyAreMany() {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < 100_000; i++) {
            headers.add("\u732b" + i, new byte[i % 10]);
        }
        byte[] key = "k".repeat(DeadLetters.MAX_KEY_BYTES).getBytes(UTF_8);
        TestRecord<byte[], byte[]> letter = deadLetter(key, HUGE_VALUE, headers);
        int dropped = Integer.parseInt(header(letter, DeadLetters.DROPPED_HEADERS));
        assertThat(dropped).isBetween(90_000, 99_999);
        assertThat(names(letter).stream().filter(name -> name.startsWith("\u732b")))
                .hasSize(100_000 - dropped);
    }

    @Test
    void shouldSayWhyItIsDeadNow_whenItWasADeadLetterBefore() {
        Headers headers = new RecordHeaders();
        for (String name : List.of(DeadLetters.REASON, DeadLetters.FULL_LENGTH, DeadLetters.KEY_LENGTH)) {
            headers.add(name, "former".getBytes(UTF_8));
        }
        TestRecord<byte[], byte[]> letter = deadLetter(null, "{".getBytes(UTF_8), headers);
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("not-json");
        assertThat(names(letter))
                .doesNotHaveDuplicates()
                .doesNotContain(DeadLetters.FULL_LENGTH, DeadLetters.KEY_LENGTH, DeadLetters.DROPPED_HEADERS);
    }

    /** What becomes of a record; it and the count of it fit what may be written. */
    private TestRecord<byte[], byte[]> deadLetter(byte[] key, byte[] value, Headers headers) {
        topology.send(new TestRecord<>(key, value, headers));
        topology.settle();
        assertThat(topology.reported()).isEqualTo(new EventCounts(0, 0, 1));
        TestRecord<byte[], byte[]> letter = topology.dead.get(0);
        int maxValueBytes = TopologyHarness.settings(0, 1).maxValueBytes();
        assertThat(bytes(letter)).isLessThanOrEqualTo(maxValueBytes + DeadLetters.OVERHEAD_BYTES);
        assertThat(topology.written("annorank-rejections-repartition"))
                .hasSize(1)
                .allSatisfy(count -> assertThat(bytes(count)).isLessThan(DeadLetters.OVERHEAD_BYTES));
        return letter;
    }

    /** As a producer reckons when it decides whether a record is too large. */
    private static int bytes(TestRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    private static List<String> names(TestRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(Header::key)
                .toList();
    }
}
