package dev.annorank.topic;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Utf8;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of the {@code annotations} topic as an event. What it decides:
 *
 * <ul>
 *   <li>Fields may come in any order. Null counts as absent. Unknown fields are skipped, whatever they hold, and so are
 *       wrong values in fields that the event's type does not need. A used field that is given twice is BAD_FIELD.
 *   <li>{@code version} is a whole number from 0 to 2^63 - 1; whole numbers may be written as 5.0 or "5" wherever one is
 *       needed.
 *   <li>The key is null or the image id in UTF-8, nothing around it: a key in JSON quotes is KEY_MISMATCH.
 *   <li>What Confluent's serializers put in front of value and key (a byte 0 and a schema id of four bytes) is skipped.
 *   <li>A UTF-8 byte order mark in front is skipped. UTF-16 and UTF-32 are BAD_ENCODING.
 *   <li>NaN and Infinity, which JSON lacks and Python writes, are let pass where a field is skipped.
 * </ul>
 *
 * <p>Time and memory are linear in the record's length. For one thread: it keeps its buffers from record to record.
 */
public final class EventReader {
    /** Messages end up in record headers and in lines of a log. */
    private static final int MAX_MESSAGE = 500;

    /** A magic byte, 0, and the id of a schema. */
    private static final int SCHEMA_ID_BYTES = 5;

    private final int maxRecordBytes;
    private final EventFields fields = new EventFields();

    /** @param maxRecordBytes a longer value is rejected unread; at least 1 */
    public EventReader(int maxRecordBytes) {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes is " + maxRecordBytes);
        }
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * The event in a record.
     *
     * @throws RejectedException if it is none, whatever the bytes are; no other exception leaves this method. It tells the
     *     dataset if that was read before what is wrong
     */
    public AnnotationEvent read(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            throw new RejectedException(
                    Reason.NULL_VALUE, "the record has no value; it must be an event, a JSON object");
        }
        if (value.length > maxRecordBytes) {
            throw new RejectedException(
                    Reason.RECORD_TOO_LARGE,
                    "the value has " + value.length + " bytes; at most " + maxRecordBytes + " are allowed");
        }
        int start = hasSchemaId(value) ? SCHEMA_ID_BYTES : 0;
        requireUtf8(value, start);
        try {
            parse(value, start);
            AnnotationEvent event = fields.event();
            if (key != null) {
                requireKey(key, event.imageId());
            }
            return event;
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw placed(
                    notAnObject(Errors.describe(e) + (at < 0 ? "" : " (byte " + at + " of " + value.length + ")")));
        } catch (RejectedException e) {
            throw placed(e);
        } catch (IOException | RuntimeException e) {
            // The parser itself failed: to stop the stream for it would let one record take everyone's down.
            throw placed(new RejectedException(Reason.INTERNAL_ERROR, "the JSON parser failed: " + e));
        }
    }

    /** The rejection in one line, and with the dataset if that was read before things went wrong. */
    private RejectedException placed(RejectedException e) {
        RejectedException line =
                new RejectedException(e.reason(), Errors.shown(String.valueOf(e.getMessage()), MAX_MESSAGE));
        return fields.knownDataset().map(line::of).orElse(line);
    }

    private void parse(byte[] value, int start) throws IOException {
        fields.clear();
        try (JsonParser parser = Json.parser(value, start)) {
            JsonToken first = parser.nextToken();
            if (first != START_OBJECT) {
                throw notAnObject(first == null ? "it is empty" : "it is " + Errors.found(parser));
            }
            fields.read(parser);
            long end = parser.currentLocation().getByteOffset();
            if (parser.nextToken() != null) {
                throw notAnObject("more follows after its end at byte " + end + ": " + Errors.found(parser));
            }
        }
    }

    /** Nothing but UTF-8 may reach the parser, which would recognise UTF-16 and UTF-32 by themselves. */
    private static void requireUtf8(byte[] value, int start) {
        for (int i = start; i < Math.min(start + 4, value.length); i++) {
            if (value[i] == 0) {
                throw new RejectedException(
                        Reason.BAD_ENCODING,
                        "byte " + i + " of the value is 0, as in UTF-16 or UTF-32; it must be UTF-8");
            }
        }
        int malformed = Utf8.firstMalformed(value, start);
        if (malformed >= 0) {
            throw new RejectedException(
                    Reason.BAD_ENCODING,
                    "the value is not UTF-8: byte " + malformed + " of " + value.length + " is 0x"
                            + HexFormat.of().toHexDigits(value[malformed]));
        }
    }

    private static RejectedException notAnObject(String why) {
        return new RejectedException(Reason.NOT_JSON, "the value is not one JSON object: " + why);
    }

    /** Whether the record begins as Confluent's serializers write it, and goes on as a JSON object, string or number. */
    private static boolean hasSchemaId(byte[] record) {
        if (record.length <= SCHEMA_ID_BYTES || record[0] != 0) {
            return false;
        }
        byte first = record[SCHEMA_ID_BYTES];
        return first == '{' || first == '"' || (first >= '0' && first <= '9');
    }

    private static boolean isKey(byte[] key, String imageId) {
        byte[] id = imageId.getBytes(StandardCharsets.UTF_8);
        if (!hasSchemaId(key)) {
            // The number 82.0 is the id 82, and str() of it a key.
            return Arrays.equals(key, id) || Arrays.equals(key, (imageId + ".0").getBytes(StandardCharsets.UTF_8));
        }
        boolean isQuoted =
                key.length > SCHEMA_ID_BYTES + 1 && key[SCHEMA_ID_BYTES] == '"' && key[key.length - 1] == '"';
        int quotes = isQuoted ? 1 : 0;
        return Arrays.equals(key, SCHEMA_ID_BYTES + quotes, key.length - quotes, id, 0, id.length);
    }

    private static void requireKey(byte[] key, String imageId) {
        if (!isKey(key, imageId)) {
            String shown = Utf8.firstMalformed(key) < 0
                    ? Errors.quoted(new String(key, StandardCharsets.UTF_8))
                    : "0x" + HexFormat.of().formatHex(key, 0, Math.min(20, key.length));
            throw new RejectedException(
                    Reason.KEY_MISMATCH,
                    "the record's key is " + shown + ", but its image.id is " + Errors.quoted(imageId)
                            + "; the key must be the image id as plain text, or null");
        }
    }
}
