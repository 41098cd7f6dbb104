package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void shouldFindWhatIsTwoEditsOrAPartOrACaseAway() {
        assertThat(Nearest.of(
                        "street",
                        List.of("streets", "Street", "sreet", "tsreet", "stre", "road")
                                .iterator()))
                .containsExactly("streets", "Street", "sreet", "tsreet", "stre");
        assertThat(Nearest.of("street", List.of("strasse", "ss", "st").iterator()))
                .isEmpty();
        assertThat(Nearest.of("ab", List.of("ac", "cd", "b", "abcd").iterator()))
                .containsExactly("ac", "b");
        assertThat(Nearest.of("", List.of("a").iterator())).isEmpty();
    }

    @Test
    void shouldAgreeWithTheWholeTable_whateverTheNames() {
        Random random = new Random(5);
        int near = 0;
        for (int i = 0; i < 200_000; i++) {
            String name = text(random);
            String other = text(random);
            boolean expected = edits(name, other) <= Math.min(2, name.length() / 2);
            near += expected ? 1 : 0;
            assertThat(Nearest.of(name, List.of(other).iterator()))
                    .as(name + " " + other)
                    .hasSize(expected || isPart(name, other) ? 1 : 0);
        }
        assertThat(near).isBetween(20_000, 180_000);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(7); n > 0; n--) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static boolean isPart(String a, String b) {
        return a.length() >= 3 && b.length() >= 3 && (a.contains(b) || b.contains(a));
    }

    private static int edits(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                int replaced = i > 0 && j > 0 ? table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1) : 99;
                int deleted = i > 0 ? table[i - 1][j] + 1 : 99;
                int inserted = j > 0 ? table[i][j - 1] + 1 : 99;
                table[i][j] = i + j == 0 ? 0 : Math.min(replaced, Math.min(deleted, inserted));
            }
        }
        return table[a.length()][b.length()];
    }

    @Test
    void shouldLookAtNoMoreThanItMust_whenNamesAreLongAndMany() {
        String start = "a".repeat(480);
        Iterator<String> names =
                IntStream.range(0, 100_000).mapToObj(i -> start + i).iterator();
        assertThat(Nearest.of(start + "bcdefg", names)).isEmpty();
        assertThat(names.next()).isEqualTo(start + 10_000);
    }
}
