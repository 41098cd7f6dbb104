package dev.annorank.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0",
                "1",
                "-1",
                "0.1",
                "285.71429999999998",
                "9007199254740992",
                "9007199254740993",
                "9999999999999999999",
                "18446744073709551616",
                "0.000000000000000001",
                "1e22",
                "1.7976931348623157e308",
                "4.9e-324",
                "1e-400",
                "1e999",
                "-1e999",
                "NaN",
                "123456789.123456789",
                "8.5",
                "0.30000000000000004",
                "179769313486231570000000000000000000000"
            })
    void shouldReadTheNearestDouble(String text) throws IOException {
        double expected = text.equals("NaN") ? Double.NaN : Double.parseDouble(text);
        double actual = Objects.requireNonNull(read(text, Scalars::number));
        assertThat(Double.doubleToLongBits(actual)).isEqualTo(Double.doubleToLongBits(expected));
    }

    @Test
    void shouldReadTheNearestDouble_whenNumbersAreRandom() throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12));
            String text = random.nextBoolean()
                    ? Double.toString(value)
                    : String.format(Locale.ROOT, "%." + random.nextInt(18) + "f", value);
            double actual = Objects.requireNonNull(read(text, Scalars::number));
            assertThat(Double.doubleToLongBits(actual))
                    .as(() -> "seed " + seed + ", " + text)
                    .isEqualTo(Double.doubleToLongBits(Double.parseDouble(text)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "82, 82",
                "\"82\", 82",
                "-7, -7",
                "-0, 0",
                "\" a/b \", ` a/b `",
                "82.0, 82",
                "8.2e1, 82",
                "-0.0, 0",
                "\"82.0\", 82.0",
                "99999999999999999999, 99999999999999999999"
            })
    void shouldReadIdsAsText(String json, String id) throws IOException {
        assertThat(read(json, Scalars::id)).isEqualTo(id);
    }

    @Test
    void shouldReadNull_whenValueIsNull() throws IOException {
        assertThat(read("null", Scalars::id)).isNull();
        assertThat(read("null", Scalars::text)).isNull();
        assertThat(read("null", Scalars::wholeNumber)).isNull();
        assertThat(read("null", Scalars::pixels)).isNull();
        assertThat(read("null", Scalars::flag)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"82.5", "1e-3", "1e999999999", "1e-999999999", "true", "{}", "[]", "NaN", "\"\""})
    void shouldRejectIds(String json) {
        assertThatThrownBy(() -> read(json, Scalars::id)).satisfies(e -> assertReason(e, Reason.BAD_FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00x\"", "\"a\\ud83d\""})
    void shouldRejectTornSurrogates(String json) {
        assertThatThrownBy(() -> read(json, Scalars::id)).satisfies(e -> assertReason(e, Reason.BAD_ENCODING));
        assertThatThrownBy(() -> read(json, Scalars::text)).satisfies(e -> assertReason(e, Reason.BAD_ENCODING));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1764000000000, 1764000000000",
        "9223372036854775807, 9223372036854775807",
        "1769860800000.0, 1769860800000",
        "0.5e1, 5",
        "'\"5\"', 5",
        "0e99999, 0"
    })
    void shouldReadWholeNumbers(String json, long value) throws IOException {
        assertThat(read(json, Scalars::wholeNumber)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5",
                "1e-1",
                "9223372036854775808",
                "99999999999999999999",
                "1e19",
                "1e999999999",
                "1e-999999999",
                "\"x\"",
                "\"\"",
                "true",
                "Infinity"
            })
    void shouldRejectWholeNumbers(String json) {
        assertThatThrownBy(() -> read(json, Scalars::wholeNumber)).satisfies(e -> assertReason(e, Reason.BAD_FIELD));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "500.0, 500", "5e2, 500", "2147483647, 2147483647", "'\"500\"', 500", "'\"500.0\"', 500"})
    void shouldReadPixels(String json, int value) throws IOException {
        assertThat(read(json, Scalars::pixels)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "1.5", "2147483648", "1e999", "NaN", "\"500px\"", "[]"})
    void shouldRejectPixels(String json) {
        assertThatThrownBy(() -> read(json, Scalars::pixels)).satisfies(e -> assertReason(e, Reason.BAD_FIELD));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "false, false", "true, true", "1.0, true", "'\"1\"', true", "'\"False\"', false"
    })
    void shouldReadFlags(String json, boolean value) throws IOException {
        assertThat(read(json, Scalars::flag)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "0.5", "10", "\"yes\"", "{}"})
    void shouldRejectFlags(String json) {
        assertThatThrownBy(() -> read(json, Scalars::flag)).satisfies(e -> assertReason(e, Reason.BAD_FIELD));
    }

    private static <T> @Nullable T read(String json, FirstProblem.FieldReader<T> read) throws IOException {
        try (JsonParser parser = Json.parser(json.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return read.read(parser);
        }
    }

    private static void assertReason(Throwable thrown, Reason reason) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
