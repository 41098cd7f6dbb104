package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunLengthsTest {
    private final RunLengths runLengths = new RunLengths();

    @Test
    void shouldReadWhatPycocotoolsWrites() {
        // mask.encode of a 3 x 4 array whose inner column pair is set.
        assertThat(decode(3, 4, "363")).containsExactly(3, 6, 3);
    }

    @Test
    void shouldReadBackItsOwnEncoding_whenRunsAreRandom() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int[] counts = new int[1 + random.nextInt(200)];
            int total = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = random.nextInt(1 << random.nextInt(20));
                total += counts[i];
            }
            if (total > 0) {
                assertThat(decode(total, 1, encode(counts))).as("seed " + seed).isEqualTo(counts);
            }
        }
    }

    @Test
    void shouldSayHowManyPixelsAreMissing_orTooMany() {
        assertThatThrownBy(() -> decode(3, 4, "362"))
                .hasMessageContaining("11 px, 1 px short of the mask's 3 x 4 = 12");
        assertThatThrownBy(() -> decode(3, 4, "36" + (char) ('0' + 9)))
                .hasMessageContaining("18 px, 6 px over the mask's 3 x 4 = 12");
        assertThatThrownBy(() -> decode(3, 4, "")).hasMessageContaining("0 px, 12 px short");
        assertThatThrownBy(() -> runLengths.read(new Segmentation.Rle(2, 2, new int[] {1, 4})))
                .hasMessageContaining("5 px, 1 px over");
    }

    @Test
    void shouldRejectLengthsWhoseSumWouldOverflowAnInt() {
        int[] counts = new int[4];
        Arrays.fill(counts, Integer.MAX_VALUE);

        assertThatThrownBy(() -> runLengths.read(new Segmentation.Rle(2, 2, counts)))
                .hasMessageContaining(4L * Integer.MAX_VALUE + " px");
    }

    @Test
    void shouldRejectACharacterOutOfRange() {
        assertThatThrownBy(() -> decode(3, 4, "3/3")).hasMessageContaining("character 1 is 47");
        assertThatThrownBy(() -> decode(3, 4, "Q\u00e9")).hasMessageContaining("character 1 is 233");
        assertThatThrownBy(() -> decode(3, 4, "\u0133")).hasMessageContaining("character 0 is 307");
        assertThatThrownBy(() -> decode(3, 4, "36p")).hasMessageContaining("character 2 is 112");
        assertThatThrownBy(() -> decode(3, 4, "oo0\u0000")).hasMessageContaining("character 3 is 0");
    }

    @Test
    void shouldRejectAnEndWithinANumber() {
        assertThatThrownBy(() -> decode(3, 4, "36P")).hasMessageContaining("ends within the number at character 2");
        assertThatThrownBy(() -> decode(3, 4, "36PPP")).hasMessageContaining("ends within the number at character 2");
    }

    @Test
    void shouldRejectNegativeLengths() {
        assertThatThrownBy(() -> decode(3, 4, "3O")).hasMessageContaining("run 1 is -1 px long");
        assertThatThrownBy(() -> decode(3, 4, "333I")).hasMessageContaining("run 3 is -4 px long");
    }

    @Test
    void shouldRejectNumbersThatDoNotFit() {
        assertThatThrownBy(() -> decode(3, 4, "PPPPPPPPPPPPPPP1")).hasMessageContaining("more than 12 characters");
        assertThatThrownBy(() -> decode(3, 4, "PPPPPPP1")).hasMessageContaining("run 0 is 34359738368 px long");
        assertThatThrownBy(() -> decode(1, 1, "0" + encode(new int[] {Integer.MAX_VALUE}) + "01"))
                .hasMessageContaining("run 3 is 2147483648 px long");
    }

    @Test
    void shouldAlwaysRejectOrFill_whenStringsAreRandom() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append((char) ('0' - 1 + random.nextInt(66)));
            }
            try {
                int[] counts = decode(4, 5, text.toString());
                assertThat(Arrays.stream(counts).sum()).as("seed " + seed).isEqualTo(20);
                assertThat(Arrays.stream(counts).allMatch(count -> count >= 0))
                        .as("seed " + seed)
                        .isTrue();
            } catch (RejectedException e) {
                assertThat(e.reason()).as("seed " + seed).isEqualTo(Reason.BAD_RLE);
            }
        }
    }

    private int[] decode(int height, int width, String text) {
        runLengths.read(new Segmentation.CompressedRle(height, width, text));
        return Arrays.copyOf(runLengths.counts(), runLengths.size());
    }

    /** The compressed form, by its definition. */
    static String encode(int[] counts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            long value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            boolean more;
            do {
                long group = value & 31;
                value >>= 5;
                more = (group & 16) != 0 ? value != -1 : value != 0;
                text.append((char) ('0' + (more ? group | 32 : group)));
            } while (more);
        }
        return text.toString();
    }
}
