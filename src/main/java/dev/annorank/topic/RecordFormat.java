package dev.annorank.topic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of the records annorank writes. {@value #FORMAT} is the version of the record's key and value, tombstones
 * included; a record without it has format 1. Fields may be added to a format, and readers pass over what they do not
 * know; a change that an older reader would misunderstand is a new format, of the record and of the scoring manifest:
 * the header alone, which anybody may write, stops nobody.
 */
public final class RecordFormat {
    /** The format's number in decimal digits. */
    public static final String FORMAT = "annorank.format";
    /** On records of instance-scores that were scored again for a reset: their events are counted already. */
    public static final String REPLAY = "annorank.replay";

    private static final int KNOWN = 1;
    private static final Header OURS =
            new RecordHeader(FORMAT, Integer.toString(KNOWN).getBytes(US_ASCII));
    private static final Header REPLAYED = new RecordHeader(REPLAY, "1".getBytes(US_ASCII));

    private RecordFormat() {}

    /** For a record about to be written. */
    public static Headers headers() {
        return new RecordHeaders(new Header[] {OURS});
    }

    /** For a record of an event that was counted when it was scored first. */
    public static Headers replayHeaders() {
        return new RecordHeaders(new Header[] {OURS, REPLAYED});
    }

    /** Whether the record's event has been counted before. */
    public static boolean isReplay(Headers headers) {
        return headers.lastHeader(REPLAY) != null;
    }

    /** Throws {@link SerializationException} if a record does not say its format, as every record that annorank writes does. */
    public static void requireFormat(Headers headers) {
        if (headers.lastHeader(FORMAT) == null) {
            throw new SerializationException("it has no header " + FORMAT + ", so annorank did not write it");
        }
    }

    /** Throws {@link UnknownFormatException} unless this version can read a record of {@code topic} with these headers. */
    public static void requireKnown(String topic, Headers headers) {
        Header header = headers.lastHeader(FORMAT);
        if (header == null || header.value() == null) {
            return;
        }
        String text = new String(header.value(), US_ASCII);
        if (!text.equals(Integer.toString(KNOWN))) {
            throw new UnknownFormatException("a record in topic " + topic + " has format " + text
                    + "; this annorank reads format " + KNOWN + ". Run the version that wrote it, or a newer one.");
        }
    }
}
