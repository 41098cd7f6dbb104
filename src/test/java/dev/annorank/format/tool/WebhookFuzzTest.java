package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.annorank.fuzz.Oracle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are: events, or a rejection in words. */
public class WebhookFuzzTest {
    private static final String[] PIECES = {
        "1e400000000",
        "-1e-400000000",
        "9".repeat(1200),
        "2147483648",
        "-1",
        "NaN",
        "null",
        "{}",
        "[]",
        "[[]]",
        "\"\\ud800\"",
        "\"\"",
        "\"x\"",
        "\"id\":",
        "\"value\":{",
        "\"rle\":[255],",
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
        "0x1"
    };

    public static final String LABEL_STUDIO = """
            {"action": "ANNOTATIONS_CREATED", "project": {"id": 3}, "task": [{"id": 42, "data": {"image": "http://x/1.jpg"}}],
             "annotation": [{"id": 7, "task": 42, "updated_at": "2026-03-01T10:20:30Z", "was_cancelled": false, "result": [
               {"id": "a", "type": "polygonlabels", "original_width": 9, "original_height": 5,
                "value": {"points": [[10, 10], [50.5, 10], [50, 50]], "polygonlabels": ["Car"]}},
               {"type": "brushlabels", "id": "b", "original_width": 9, "original_height": 5,
                "value": {"format": "rle", "brushlabels": ["Cat"], "rle": %s}}]}]}
            """;
    public static final String NOTICE =
            "{\"event\":\"delete:task\",\"task\":{\"id\":1,\"size\":3,\"project_id\":2},\"job\":{\"id\":1}}";
    public static final String JOB = """
            {"id": 5, "task_id": 9, "project_id": null, "type": "annotation", "start_frame": 0, "stop_frame": 1,
             "updated_date": "2026-03-01T10:20:30.5Z"}
            """;
    public static final String ANNOTATIONS = """
            {"shapes": [{"id": 1, "type": "mask", "frame": 1, "label_id": 1, "group": 0, "points": [0, 4, 1, 1, 2, 2]},
                        {"id": 3, "type": "polygon", "frame": 0, "label_id": 1, "group": 1, "points": [0, 0, 3, 0, 3, 3]},
                        {"id": 4, "type": "mask", "frame": 1, "label_id": 1, "group": 0, "points": [1, 2, 1, 0, 1, 1, 2]}],
             "tracks": [{"id": 1}]}
            """;
    public static final String META = """
            {"frames": [{"width": 4, "height": 4, "name": "a.jpg"}, {"width": 4, "height": 4, "name": "b.jpg"}],
             "deleted_frames": [0]}
            """;
    public static final String LABELS = "{\"next\": null, \"results\": [{\"id\": 1, \"name\": \"cat\"}]}";

    private final LabelStudioWebhook labelStudio = new LabelStudioWebhook(1 << 20, 1 << 12);
    private final CvatWebhook cvat = new CvatWebhook(1 << 20, 1 << 12);

    @Test
    void shouldRejectOrConvert_whenPayloadsOfLabelStudioAreDamaged() {
        long seed = 91;
        Random random = new Random(seed);
        int taken = 0;
        int rounds = 40_000;
        for (int round = 0; round < rounds; round++) {
            int[] rle = Masks.brush(Masks.random(9, 5, random), 255);
            byte[] payload = damage(LABEL_STUDIO.formatted(Arrays.toString(rle)), random);
            taken += check(seed, round, payload, () -> labelStudio.read(payload, Optional.empty()));
        }
        assertThat(taken).isBetween(rounds / 20, rounds * 9 / 10);
    }

    @Test
    void shouldRejectOrConvert_whenAnswersOfCvatAreDamaged() {
        long seed = 92;
        Random random = new Random(seed);
        int taken = 0;
        int rounds = 40_000;
        for (int round = 0; round < rounds; round++) {
            byte[][] texts = {bytes(JOB), bytes(ANNOTATIONS), bytes(META), bytes(LABELS)};
            int which = random.nextInt(5) == 0 ? random.nextInt(4) : 1;
            texts[which] = damage(new String(texts[which], StandardCharsets.UTF_8), random);
            taken += check(seed, round, texts[which], () -> {
                CvatLabels labels = new CvatLabels();
                labels.add(texts[3]);
                return cvat.convert(texts[0], texts[1], texts[2], labels, Optional.empty());
            });
        }
        assertThat(taken).isBetween(rounds / 20, rounds * 9 / 10);
    }

    @Test
    void shouldRejectOrConvert_whenPayloadsOfCvatAreDamaged() {
        long seed = 93;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] payload = damage(NOTICE, random);
            check(
                    seed,
                    round,
                    payload,
                    () -> cvat.read(payload, Optional.empty()).events());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[0,", "[[0,0],", "9", "\"a\":1,", "{},", "[],"})
    void shouldReject_whenAHugePayloadRepeatsItself(String piece) {
        String start = "{\"action\":\"ANNOTATION_CREATED\",\"annotation\":{\"result\":[{\"value\":{\"points\":[";
        byte[] payload = bytes(start + piece.repeat((1 << 20) / piece.length()));
        assertThat(check(0, 0, payload, () -> labelStudio.read(payload, Optional.empty())))
                .isZero();
    }

    /** 1 if there are events, 0 if it was rejected as it should be. */
    private static int check(long seed, int round, byte[] text, Supplier<WebhookEvents> reader) {
        WebhookEvents[] read = new WebhookEvents[1];
        try {
            return Oracle.acceptsOrRejects(text, () -> read[0] = reader.get())
                            && !read[0].events().isEmpty()
                    ? 1
                    : 0;
        } catch (AssertionError e) {
            String shown = new String(text, 0, Math.min(3000, text.length), StandardCharsets.ISO_8859_1);
            return fail("seed " + seed + ", round " + round + ": " + shown, e);
        }
    }

    private static byte[] damage(String text, Random random) {
        String damaged = text;
        for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
            int at = random.nextInt(damaged.length());
            int until = Math.min(damaged.length(), at + 1 + random.nextInt(6));
            String piece = PIECES[random.nextInt(PIECES.length)];
            damaged = switch (random.nextInt(5)) {
                case 0 -> damaged.substring(0, at) + (char) random.nextInt(256) + damaged.substring(at + 1);
                case 1 -> damaged.substring(0, at) + damaged.substring(until);
                case 2 -> damaged.substring(0, at) + piece + damaged.substring(until);
                case 3 -> damaged.replaceFirst("[0-9]+", Integer.toString(random.nextInt()));
                default -> number(damaged, piece, random);
            };
        }
        return bytes(damaged);
    }

    /** Puts something in the place of one of the numbers, so that the text often remains JSON. */
    private static String number(String text, String piece, Random random) {
        int[] places = IntStream.range(1, text.length() - 1)
                .filter(i -> Character.isDigit(text.charAt(i)) && " ,[".indexOf(text.charAt(i - 1)) >= 0)
                .toArray();
        if (places.length == 0) {
            return text;
        }
        int at = places[random.nextInt(places.length)];
        String put = random.nextBoolean() ? piece : Integer.toString(random.nextInt(300) - 20);
        return text.substring(0, at) + put + text.substring(at + 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
