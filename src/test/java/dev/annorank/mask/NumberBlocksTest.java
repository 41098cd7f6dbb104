package dev.annorank.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation.CompressedRle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed run lengths with something unusual at each place of a block, against a decoder without blocks. */
class NumberBlocksTest {
    private static final int NUMBERS = 40;

    private final RunLengths runLengths = new RunLengths();
    private final Random random = new Random(1);

    @Test
    void shouldReadNumbersOfAnyWidth_atAnyPlace() {
        for (int width = 1; width <= 13; width++) {
            for (int place = 0; place < NUMBERS; place++) {
                int[] widths = widths();
                widths[place] = width;
                requireEqual(text(counts(), widths));
                Arrays.fill(widths, place, Math.min(NUMBERS, place + 3), width);
                requireEqual(text(counts(), widths));
            }
        }
    }

    @Test
    void shouldRejectACharacterOutOfRange_atAnyPlace() {
        String text = text(counts(), widths());
        for (char invalid : new char[] {0, '/', 'p', 127, 128, 200, 255, 0x130, 0x3050, 0xD800, 0xDC3F, 0xFF3F}) {
            for (int place = 0; place < text.length(); place++) {
                requireEqual(text.substring(0, place) + invalid + text.substring(place + 1));
                requireEqual(text.substring(0, place) + invalid);
            }
        }
    }

    @Test
    void shouldReadAsFarAsTheTextGoes_whereverItEnds() {
        for (int round = 0; round < 20; round++) {
            String text = text(counts(), widths());
            for (int length = 0; length < text.length(); length++) {
                requireEqual(text.substring(0, length));
            }
        }
    }

    @Test
    void shouldRejectNegativeAndTooLargeRuns_atAnyPlace() {
        for (int place = 0; place < NUMBERS; place++) {
            for (int run : new int[] {-1, -40, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                int[] counts = counts();
                counts[place] = run;
                requireEqual(text(counts, new int[NUMBERS]));
            }
        }
    }

    /** The first of several mistakes counts, wherever in a block they are. */
    @Test
    void shouldSayWhatIsWrongFirst() {
        for (int round = 0; round < 20_000; round++) {
            int[] counts = counts();
            int[] widths = widths();
            for (int mistakes = random.nextInt(3); mistakes > 0; mistakes--) {
                counts[random.nextInt(NUMBERS)] = random.nextInt(80) - 40;
                widths[random.nextInt(NUMBERS)] = random.nextInt(14);
            }
            StringBuilder text = new StringBuilder(text(counts, widths));
            if (random.nextInt(3) == 0) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(300));
            }
            requireEqual(text.toString());
        }
    }

    private int[] counts() {
        return random.ints(NUMBERS, 0, 1 << (1 + random.nextInt(8))).toArray();
    }

    /** What a number needs, or more. */
    private int[] widths() {
        return random.ints(NUMBERS, 0, 3).toArray();
    }

    /** The compressed form, each number with at least so many characters. */
    private static String text(int[] counts, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            long value = i > 2 ? (long) counts[i] - counts[i - 2] : counts[i];
            int width = 0;
            boolean more;
            do {
                long group = value & 31;
                value >>= 5;
                width++;
                more = width < widths[i] || value != -((group >> 4) & 1);
                text.append((char) ('0' + group + (more ? 32 : 0)));
            } while (more);
        }
        return text.toString();
    }

    /** Of a mask that the runs fill, if they are right and fill one; of one that they do not fill. */
    private void requireEqual(String text) {
        List<Long> runs = new ArrayList<>();
        String mistake = decode(text, runs);
        long total = runs.stream().mapToLong(Long::longValue).sum();
        boolean fills = mistake.isEmpty() && total > 0 && total <= Integer.MAX_VALUE;
        int height = fills ? (int) total : 1;
        if (mistake.isEmpty() && !fills) {
            mistake = "the runs add up to " + total + " px, " + Math.abs(total - 1) + " px "
                    + (total < 1 ? "short of" : "over") + " the mask's 1 x 1 = 1 px";
        }
        String actual = "";
        try {
            runLengths.read(new CompressedRle(height, 1, text));
            assertThat(Arrays.stream(runLengths.counts())
                            .limit(runLengths.size())
                            .asLongStream())
                    .as(text)
                    .isEqualTo(runs);
        } catch (RejectedException e) {
            actual = e.getMessage();
        }
        assertThat(actual).as(text).isEqualTo(mistake.isEmpty() ? "" : "segmentation.counts: " + mistake);
    }

    /** Reads character by character; what is wrong with the first run that is, if any. */
    private static String decode(String text, List<Long> runs) {
        for (int at = 0; at < text.length(); ) {
            int begin = at;
            long value = 0;
            int group;
            do {
                if (at == text.length()) {
                    return "the string ends within the number at character " + begin;
                }
                group = text.charAt(at) - '0';
                if (group < 0 || group > 63) {
                    return "character " + at + " is " + (int) text.charAt(at)
                            + "; it must be between 48 ('0') and 111 ('o')";
                }
                if (at - begin == 12) {
                    return "the number at character " + begin + " has more than 12 characters";
                }
                value += (long) (group % 32) << (5 * (at - begin));
                at++;
            } while (group >= 32);
            long run = group >= 16 ? value - (1L << (5 * (at - begin))) : value;
            if (runs.size() > 2) {
                run += runs.get(runs.size() - 2);
            }
            if (run < 0 || run > Integer.MAX_VALUE) {
                return "run " + runs.size() + " is " + run + " px long; it must be between 0 and " + Integer.MAX_VALUE;
            }
            runs.add(run);
        }
        return "";
    }
}
