package dev.annorank.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.topic.UnknownFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/** What may come of bytes from outside. */
public final class Oracle {
    private static final List<String> LIBRARY_WORDS = List.of("[Source:", "JsonReadFeature");

    private Oracle() {}

    /**
     * True if all goes well, false if it ends in a rejection that its sender can understand and mend.
     *
     * @param input what may be quoted
     * @throws AssertionError if it ends in any other way
     */
    public static boolean acceptsOrRejects(byte[] input, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RejectedException e) {
            String message = String.valueOf(e.getMessage());
            require(e.reason() != Reason.INTERNAL_ERROR, "an internal error: " + message);
            require(
                    message.length() >= 10 && message.length() <= 600,
                    "message of " + message.length() + ": " + message);
            for (String its : LIBRARY_WORDS) {
                require(!message.contains(its) || new String(input, UTF_8).contains(its), "of the library: " + message);
            }
            require(message.indexOf('\n') < 0, "more than a line: " + message);
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("neither accepted nor rejected", e);
        }
    }

    /** What is read is written in a form that reads back the same; what cannot be read is refused as damaged. */
    static <T> void isStable(Serde<T> serde, byte[] bytes) {
        T value;
        try {
            value = serde.deserializer().deserialize("topic", bytes);
        } catch (SerializationException | UnknownFormatException refused) {
            return;
        }
        byte[] once = serde.serializer().serialize("topic", value);
        byte[] twice =
                serde.serializer().serialize("topic", serde.deserializer().deserialize("topic", once));
        require(Arrays.equals(once, twice), () -> value + " is written as " + hex(once) + ", then as " + hex(twice));
    }

    static void require(boolean holds, String otherwise) {
        require(holds, () -> otherwise);
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(500, bytes.length));
    }
}
