package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.annorank.fuzz.Oracle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are: an event, or a rejection that is the sender's to mend. */
class EventReaderFuzzTest {
    private static final String[] PIECES = {
        "1e400000000",
        "-1e-400000000",
        "9".repeat(1200),
        "NaN",
        "-Infinity",
        "null",
        "{}",
        "[]",
        "[[]]",
        "\"\\ud800\"",
        "\"\"",
        "{\"id\":",
        "\"type\":",
        "\"segmentation\":",
        "\"size\":[1,1],",
        "\"counts\":",
        "[".repeat(300),
        "{\"a\":".repeat(250),
        ",",
        ":",
        "}",
        "]",
        "\"",
        "\\",
        "\u0000",
        "true",
        "-",
        "1.",
        "0x1",
        "\ufeff",
        "//"
    };

    private final EventReader reader = new EventReader(1 << 22);

    @Test
    void shouldRejectOrRead_whenEventsAreDamaged() {
        long seed = 1_001;
        Random random = new Random(seed);
        int read = 0;
        int rounds = 60_000;
        for (int round = 0; round < rounds; round++) {
            byte[] value = EventWriter.value(Events.random(random));
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                value = damage(value, random);
            }
            read += readOrReject(value, seed, round) ? 1 : 0;
        }
        // The damage must leave something to reject and something to read, or the test tests nothing.
        assertThat(read).isBetween(rounds / 100, rounds / 2);
    }

    @Test
    void shouldRejectOrRead_whenBytesAreRandom() {
        long seed = 1_002;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            readOrReject(value, seed, round);
        }
    }

    @Test
    void shouldRejectOrRead_whenPiecesAreThrownTogether() {
        long seed = 1_003;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("{\"type\":\"annotation.upserted\",\"annotation\":{");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            readOrReject(text.toString().getBytes(StandardCharsets.UTF_8), seed, round);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "[", "{\"a\":", "1e", "\"\\\"", "0.", "[1,", " ", "\"a\":1,"})
    void shouldReject_whenAHugeRecordRepeatsItself(String piece) {
        String text = "{\"type\":\"annotation.upserted\",\"annotation\":{\"id\":1,\"segmentation\":[["
                + piece.repeat((1 << 20) / piece.length());
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        assertThat(readOrReject(value, 0, 0)).isFalse();
    }

    @Test
    void shouldReadManyUnknownFields_whenTheirNamesAllDiffer() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            text.append("\"field").append(i * 31).append("\":").append(i).append(',');
        }
        text.append("\"type\":\"image.deleted\",\"image\":{\"id\":1}}");
        assertThat(readOrReject(text.toString().getBytes(StandardCharsets.UTF_8), 0, 0))
                .isTrue();
    }

    private boolean readOrReject(byte[] value, long seed, int round) {
        try {
            return Oracle.acceptsOrRejects(
                    value, () -> assertThat(reader.read(null, value).imageId()).isNotEmpty());
        } catch (AssertionError e) {
            return fail(shown(value, seed, round), e);
        }
    }

    private static String shown(byte[] value, long seed, int round) {
        String hex = HexFormat.of().formatHex(value, 0, Math.min(2000, value.length));
        return "seed " + seed + ", round " + round + ", first of " + value.length + " bytes: " + hex;
    }

    private static byte[] damage(byte[] value, Random random) {
        if (value.length == 0) {
            return value;
        }
        int at = random.nextInt(value.length);
        int until = Math.min(value.length, at + 1 + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(value, at);
            case 1 -> {
                byte[] flipped = value.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 2 -> join(value, at, new byte[0], until);
            case 3 -> join(value, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8), at);
            case 4 -> join(value, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8), until);
            default -> join(value, at, Arrays.copyOfRange(value, random.nextInt(at + 1), until), at);
        };
    }

    /** The bytes before {@code at}, then {@code middle}, then the bytes from {@code rest} on. */
    private static byte[] join(byte[] value, int at, byte[] middle, int rest) {
        byte[] joined = Arrays.copyOf(value, at + middle.length + value.length - rest);
        System.arraycopy(middle, 0, joined, at, middle.length);
        System.arraycopy(value, rest, joined, at + middle.length, value.length - rest);
        return joined;
    }
}
