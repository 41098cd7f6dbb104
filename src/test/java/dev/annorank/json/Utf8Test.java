package dev.annorank.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
    @ParameterizedTest
    @CsvSource({
        "'', -1",
        "61, -1",
        "c3a9, -1",
        "e282ac, -1",
        "f09f9880, -1",
        "f48fbfbf, -1",
        // A continuation without its start; overlong forms of one, two and three bytes.
        "6180, 1",
        "c080, 0",
        "c1bf, 0",
        "e08080, 0",
        "f08080af, 0",
        // A surrogate, and a value past the last one of Unicode.
        "eda080, 0",
        "f4908080, 0",
        "f5808080, 0",
        // Cut short, at the end and before ASCII.
        "61c3, 1",
        "e282, 0",
        "f09f98, 0",
        "e28261, 0",
        // Behind a whole step of eight ASCII bytes.
        "616161616161616161ff, 9",
        "6161616161616161ff, 8",
        "feff007b, 0",
    })
    void shouldFindFirstMalformedByte(String hex, int expected) {
        assertThat(Utf8.firstMalformed(HexFormat.of().parseHex(hex))).isEqualTo(expected);
    }

    @Test
    void shouldAgreeWithTheDecoderOfTheJdk_whenBytesAreRandom() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        int[] leads = {0x20, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf3, 0xf4, 0xf5, 0xff};
        int[] tails = {0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0x7f, 0xc0};
        for (int round = 0; round < 200_000; round++) {
            byte[] text = new byte[random.nextInt(24)];
            for (int i = 0; i < text.length; i++) {
                int[] from = random.nextInt(3) == 0 ? leads : tails;
                text[i] = (byte) (random.nextInt(4) == 0 ? 'a' : from[random.nextInt(from.length)]);
            }
            assertThat(Utf8.firstMalformed(text))
                    .as(
                            "seed %d, round %d, bytes %s",
                            seed, round, HexFormat.of().formatHex(text))
                    .isEqualTo(expected(text));
        }
    }

    private static int expected(byte[] text) {
        ByteBuffer in = ByteBuffer.wrap(text);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, CharBuffer.allocate(2 * text.length + 2), true);
        return result.isError() ? in.position() : -1;
    }
}
