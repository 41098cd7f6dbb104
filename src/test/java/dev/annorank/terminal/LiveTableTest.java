package dev.annorank.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.terminal.Line.Style;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LiveTable lines = LiveTable.asLines(
            new PrintStream(bytes, true, UTF_8),
            Clock.fixed(Fixtures.NOON.plusSeconds(2), ZoneOffset.UTC),
            "annorank.annotations");

    @Test
    void shouldWriteOneLineAnEpoch_whenOutputIsNoTerminal() {
        List<EpochSnapshot> snapshots =
                Fixtures.snapshots(340, Fixtures.epoch(12, 340, 480, 1), Fixtures.epoch(1300, 1340, 5, 2));
        lines.show(LiveTable.snapshotOf(snapshots.get(0)), Optional.empty());
        lines.show(LiveTable.snapshotOf(snapshots.get(0)), Optional.empty());
        lines.show(LiveTable.snapshotOf(snapshots.get(1)), Optional.empty());
        lines.close();
        assertThat(written())
                .containsExactly(
                        "epoch 12  images 340  instances 1,020  classes 10  events/s 240  epoch 3 ms  "
                                + "kept@0.3 238 (+5 -3)  top 1, 2, 3",
                        "epoch 1,300  images 1,340  instances 4,020  classes 10  events/s 243  epoch 3 ms  "
                                + "kept@0.3 938 (+5 -3)  top 1, 2, 3");
    }

    @Test
    void shouldSayOnceThatItWaits_whenThereIsNothing() {
        lines.show(DatasetSnapshot.empty("street"), Optional.empty());
        lines.show(DatasetSnapshot.empty("street"), Optional.empty());
        lines.show(DatasetSnapshot.empty("street"), Optional.of("topic annorank.image-ranking is missing"));
        assertThat(written())
                .containsExactly(
                        "waiting for annotations on topic annorank.annotations; try: annorank load FILE",
                        "topic annorank.image-ranking is missing; "
                                + "waiting for annotations on topic annorank.annotations; try: annorank load FILE");
    }

    private List<String> written() {
        return bytes.toString(UTF_8).lines().toList();
    }

    @Test
    void shouldDrawOverTheLastFrame_withoutWrappingOrScrolling() {
        List<Line> frame = List.of(new Line().add("full", Style.BOLD), new Line().add("ab"));
        assertThat(Screen.frame(frame, 4, true)).isEqualTo("\u001b[H\u001b[1mfull\u001b[0m\r\nab\u001b[K\u001b[J");
        assertThat(Screen.frame(frame, 3, false)).isEqualTo("\u001b[Hful\r\nab\u001b[K\u001b[J");
    }

    @Test
    void shouldGiveTheTerminalBack_whenClosed() {
        Screen screen = new Screen(new PrintStream(bytes, true, UTF_8), UTF_8);
        screen.close();
        screen.draw("late");
        screen.close();
        assertThat(bytes.toString(UTF_8))
                .isEqualTo("\u001b[?1049h\u001b[2J\u001b[?25l\u001b[?7l\u001b[?7h\u001b[?25h\u001b[?1049l");
    }

    @Test
    void shouldFormatNumbersTheSame_everywhere() {
        assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Numbers.percent(0)).isEqualTo("0.0%");
        assertThat(Numbers.percent(0.000_001)).isEqualTo("<0.01%");
        assertThat(Numbers.percent(0.00123)).isEqualTo("0.12%");
        assertThat(Numbers.percent(1)).isEqualTo("100.0%");
        assertThat(Numbers.rate(0)).isEqualTo("0");
        assertThat(Numbers.rate(0.26)).isEqualTo("0.3");
        assertThat(Numbers.rate(48_211.6)).isEqualTo("48,212");
        assertThat(Numbers.duration(119)).isEqualTo("119 s");
        assertThat(Numbers.duration(600)).isEqualTo("10 min");
        assertThat(Numbers.duration(86_400)).isEqualTo("24 h");
        assertThat(Numbers.decimals(DoubleStream.of(0, 12))).isEqualTo(2);
        assertThat(Numbers.decimals(DoubleStream.of(0.5, 0.00123))).isEqualTo(5);
        assertThat(Numbers.decimals(DoubleStream.empty())).isEqualTo(2);
    }

    @Test
    void shouldReadTheSize_fromEnvironmentOrStty() {
        assertThat(TerminalSize.parse("40 120\n").orElseThrow()).containsExactly(40, 120);
        assertThat(TerminalSize.parse("0 0")).isEmpty();
        assertThat(TerminalSize.parse("stty: no")).isEmpty();
        TerminalSize fixed = new TerminalSize(Map.of("COLUMNS", "133", "LINES", "44"));
        assertThat(fixed.columns()).isEqualTo(133);
        assertThat(fixed.rows()).isEqualTo(44);
    }
}
