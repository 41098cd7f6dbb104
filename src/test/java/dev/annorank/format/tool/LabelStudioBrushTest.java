package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.Rle;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelStudioBrushTest {
    private static final long MAX_PIXELS = 1L << 28;
    private static final int MAX_RUNS = 1 << 20;

    @Test
    void shouldReadTheHeader_whenTheBytesAreLabelStudios() {
        // 33,679,856 = 3332 x 2527 x 4 values, words of 8 bits, lengths of 3, 4, 8 and 16 bits.
        byte[] bytes = Masks.bytes(new int[] {2, 1, 233, 240, 57, 27});
        assertThatThrownBy(() -> LabelStudioBrush.decode(bytes, bytes.length, 3332, 2527, MAX_PIXELS, MAX_RUNS))
                .hasMessageContaining("rle ends too early: 6 bytes");
        assertThatThrownBy(() -> LabelStudioBrush.decode(bytes, bytes.length, 3332, 2528, MAX_PIXELS, MAX_RUNS))
                .hasMessage("rle says it has 33679856 values; width x height x 4 of the image are 33693184");
    }

    @Test
    void shouldReadBlocks_whenWrittenOutBitByBit() {
        // 2 x 1 px: 8 values; words of 8, lengths of 3, 4, 8, 16. Four repeated zeros, then four literals 0, 0, 0, 9.
        String bits = "00000000000000000000000000001000" + "00111" + "0010001101111111"
                + "1" + "00" + "011" + "00000000"
                + "0" + "01" + "0011" + "00000000" + "00000000" + "00000000" + "00001001";
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
        }
        assertThat(LabelStudioBrush.decode(bytes, bytes.length, 2, 1, MAX_PIXELS, MAX_RUNS))
                .isEqualTo(new Rle(1, 2, new int[] {1, 1}));
    }

    @Test
    void shouldLookAtTheFourthChannelOnly_whenTheOthersAreSet() {
        int[] values = {255, 255, 255, 0, 0, 0, 0, 1};
        assertThat(decode(Masks.brush(values, new Random(1)), 2, 1)).isEqualTo(new Rle(1, 2, new int[] {1, 1}));
    }

    @Test
    void shouldTakeAnyValueAboveZero_whenTheBrushIsFaint() {
        boolean[] pixels = {true, false};
        assertThat(decode(Masks.brush(pixels, 1), 2, 1)).isEqualTo(new Rle(1, 2, new int[] {0, 1, 1}));
        assertThat(decode(Masks.brush(pixels, 127), 2, 1)).isEqualTo(new Rle(1, 2, new int[] {0, 1, 1}));
        boolean[] wide = new boolean[200];
        Arrays.fill(wide, 50, 150, true);
        assertThat(decode(Masks.brush(wide, 1), 200, 1)).isEqualTo(new Rle(1, 200, new int[] {50, 100, 50}));
    }

    @Test
    void shouldGiveTheMaskBack_whenItWasEncoded() {
        long seed = 72;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            boolean[] pixels = Masks.random(width, height, random);
            int[] values = new int[4 * pixels.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 4 == 3 ? (pixels[i / 4] ? 1 + random.nextInt(255) : 0) : random.nextInt(2) * 255;
            }
            assertThat(decode(Masks.brush(values, random), width, height))
                    .as("seed %d, round %d, %d x %d", seed, round, width, height)
                    .isEqualTo(Masks.rle(pixels, width, height));
        }
    }

    @Test
    void shouldSplitLongRuns_whenTheMaskIsLarge() {
        boolean[] pixels = new boolean[300 * 200];
        Arrays.fill(pixels, 300, 59_000, true);
        assertThat(decode(Masks.brush(pixels, 255), 300, 200)).isEqualTo(Masks.rle(pixels, 300, 200));
    }

    @Test
    void shouldCutTheLastRun_whenItReachesBeyondTheLastValue() {
        boolean[] pixels = {false, true, true};
        int[] bytes = Masks.brush(pixels, 255);
        // 12 values are said to be 8: the last run is four too long.
        bytes[3] = 8;
        assertThat(decode(bytes, 2, 1)).isEqualTo(new Rle(1, 2, new int[] {1, 1}));
    }

    @Test
    void shouldNeedNoMemory_whenTheHeaderClaimsBillionsOfValues() {
        byte[] bytes = Masks.bytes(new int[] {128, 0, 0, 0, 57, 27, 255, 255, 255});
        assertThatThrownBy(() -> LabelStudioBrush.decode(bytes, bytes.length, 1 << 15, 1 << 14, 1L << 29, MAX_RUNS))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("ends too early");
        assertThatThrownBy(() -> LabelStudioBrush.decode(bytes, bytes.length, 1 << 30, 1 << 30, 1L << 29, MAX_RUNS))
                .hasMessageContaining("at most 536870912 px");
    }

    @Test
    void shouldDecodeOrReject_whenBytesAreRandom() {
        long seed = 73;
        Random random = new Random(seed);
        int decoded = 0;
        for (int round = 0; round < 50_000; round++) {
            int width = 1 + random.nextInt(30);
            int height = 1 + random.nextInt(30);
            int[] values = Masks.brush(Masks.random(width, height, random), 255);
            for (int damage = random.nextInt(3); damage > 0; damage--) {
                values[4 + random.nextInt(values.length - 4)] = random.nextInt(256);
            }
            try {
                Rle rle = decode(Arrays.copyOf(values, values.length - random.nextInt(2)), width, height);
                assertThat(Arrays.stream(rle.counts()).sum()).isEqualTo(width * height);
                decoded++;
            } catch (RejectedException e) {
                assertThat(e.getMessage()).startsWith("rle ");
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(decoded).isBetween(10_000, 40_000);
    }

    private static Rle decode(int[] bytes, int width, int height) {
        return LabelStudioBrush.decode(Masks.bytes(bytes), bytes.length, width, height, MAX_PIXELS, MAX_RUNS);
    }
}
