package dev.annorank.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.Fixtures;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableLayoutTest {

    @ParameterizedTest
    @CsvSource({"60, 20", "60, 60", "80, 24", "100, 30", "110, 40", "120, 40", "160, 24", "200, 50", "10, 5", "1, 1"})
    void shouldStayWithinTheTerminal_atEverySize(int width, int height) {
        for (int images : new int[] {0, 1, 9, 12, 16, 340}) {
            List<String> lines = render(LiveTable.snapshotOf(Fixtures.snapshot(images)), width, height);
            assertThat(lines).as("%d images", images).hasSizeLessThanOrEqualTo(height);
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void shouldLookLikeThis_at80By24() {
        assertThat(render(LiveTable.snapshotOf(Fixtures.snapshot(340)), 80, 24))
                .containsExactly("""
                annorank  street   epoch 12 at 12:00:01   events/s 240   ranked in 3 ms
                images 340   ranked 340   instances 8,796   classes 10   mean SI-SCS 1.500
                %s
                class         instances  share                            mean SI-SCS
                car               3,001  34.1%%  ████████████████████████        1.500
                person            1,501  17.1%%  ████████████                    1.500
                traffic sign      1,001  11.4%%  ████████                        1.500
                7 more

                rank  image     score     top  inst.  kept at  0.2  0.3  0.5
                   1  1      0.156064   0.29%%      3            ●    ●    ●
                   2  2      0.078032   0.59%%      3            ●    ●    ●
                   3  3      0.052021   0.88%%      3            ●    ●    ●
                   4  4      0.039016    1.2%%      3            ●    ●    ●
                   ⋮
                 339  339    0.000460   99.7%%      3            ·    ·    ·
                 340  340    0.000459  100.0%%      3            ·    ·    ·

                prune rate  kept    cutoff  entered  left  jaccard
                0.2          272  0.000574       +5    -3   0.9666
                0.3          238  0.000656       +5    -3   0.9666
                0.5          170  0.000918       +5    -3   0.9666

                events applied 12,345   superseded 67   rejected 8   Ctrl-C to leave
                """.formatted("─".repeat(80)).split("\n"));
    }

    @Test
    void shouldPutClassesBesideTheRanking_whenWide() {
        List<String> lines = render(LiveTable.snapshotOf(Fixtures.snapshot(340)), 120, 40);
        assertThat(lines.get(3)).startsWith("class ").contains("mean SI-SCS", "rank  image", "0.5");
        assertThat(lines.get(4)).startsWith("car ").contains("0.156064").endsWith("●    ●    ●");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("2 more"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("prune rate  kept"));
        assertThat(lines).hasSize(3 + 17 + 2);
    }

    @Test
    void shouldSayWhatToDo_whenThereIsNothing() {
        assertThat(render(DatasetSnapshot.empty("street"), 80, 24))
                .containsExactly(
                        "annorank  street",
                        "─".repeat(80),
                        "waiting for annotations on topic annorank.annotations",
                        "try: annorank load FILE");
    }

    @Test
    void shouldSayForHowLongItIsQuiet_andShowTheNote() {
        List<String> lines = TableLayout.lines(
                        LiveTable.snapshotOf(Fixtures.snapshot(5)),
                        Fixtures.NOON.plusSeconds(26),
                        new Look(80, 24, false, ZoneOffset.UTC),
                        "annorank.annotations",
                        Optional.of("brokers do not answer"))
                .stream()
                .map(line -> line.print(80, false))
                .toList();
        assertThat(lines.get(0)).contains("quiet for 25 s").doesNotContain("events/s");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("brokers do not answer");
        assertThat(lines).allSatisfy(line -> assertThat(line).matches("\\p{ASCII}*"));
    }

    @Test
    void shouldShowNoControlCharacters_whenAnIdHoldsThem() {
        String evil = "a\u001b[2Jb\nc\u202e";
        String wide = "\u6f22\u5b57".repeat(100) + "\ud83d\ude00";
        EpochSnapshot snapshot = Fixtures.ranked(evil, wide);
        for (int width = 1; width <= 200; width++) {
            for (String line : render(LiveTable.snapshotOf(snapshot), width, 30)) {
                assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\x{202e}]");
                assertThat(Line.width(line)).isLessThanOrEqualTo(width);
            }
        }
        assertThat(render(LiveTable.snapshotOf(snapshot), 100, 30))
                .anySatisfy(line -> assertThat(line).contains("a?[2Jb?c?"));
    }

    private static List<String> render(DatasetSnapshot snapshot, int width, int height) {
        Look look = new Look(width, height, true, ZoneOffset.UTC);
        return TableLayout.lines(snapshot, Fixtures.NOON.plusSeconds(2), look, "annorank.annotations", Optional.empty())
                .stream()
                .map(line -> line.print(width, false))
                .toList();
    }
}
