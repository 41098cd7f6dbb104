package dev.annorank.terminal;

import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.terminal.Line.Style;
import dev.annorank.view.EventRate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The live table as lines: a pure function of a snapshot, the time and the terminal's size. From 110 columns on the
 * classes stand beside the ranking, below that above it. Never more rows than the terminal has.
 */
final class TableLayout {
    private static final int SIDE_BY_SIDE = 110;
    private static final int BETWEEN = 4;
    private static final int MIN_LEFT = 50;
    private static final int MAX_LEFT_WIDTH = 72;
    /** Header with its rule, footer with the blank above it. */
    private static final int FRAME_ROWS = 5;

    private static final int IDLE_AFTER_S = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private TableLayout() {}

    /**
     * Lays a snapshot out.
     *
     * @param now to tell how long ago the last epoch was
     * @param annotationsTopic named where nothing has arrived yet
     * @param note what the watcher should know besides, such as a broker that is away
     */
    static List<Line> lines(
            DatasetSnapshot snapshot, Instant now, Look look, String annotationsTopic, Optional<String> note) {
        List<Line> lines = new ArrayList<>();
        lines.add(title(snapshot, now, look));
        if (snapshot.isEmpty()) {
            lines.add(new Line().add(look.rule(), Style.DIM));
            lines.add(new Line().add("waiting for annotations on topic ").add(annotationsTopic, Style.BOLD));
            lines.add(new Line().add("try: ").add("annorank load FILE", Style.BOLD));
            note.ifPresent(text -> lines.add(new Line().add(text, Style.YELLOW)));
        } else {
            lines.add(numbers(snapshot, look));
            lines.add(new Line().add(look.rule(), Style.DIM));
            int rows = Math.max(1, look.height() - FRAME_ROWS);
            lines.addAll(
                    look.width() >= SIDE_BY_SIDE ? sideBySide(snapshot, look, rows) : stacked(snapshot, look, rows));
            lines.add(new Line());
            lines.add(footer(snapshot, look, note));
        }
        return lines.size() > look.height() ? lines.subList(0, Math.max(0, look.height())) : lines;
    }

    private static Line title(DatasetSnapshot snapshot, Instant now, Look look) {
        List<Line> items = new ArrayList<>();
        items.add(new Line().add("annorank", Style.BOLD).add("  ").add(snapshot.dataset(), Style.BOLD));
        if (snapshot.epoch().isPresent()) {
            RankingEpoch epoch = snapshot.epoch().get();
            items.add(item("epoch", Numbers.count(epoch.epoch()))
                    .add(" at " + TIME.format(epoch.at().atZone(look.zone()))));
            long ago = Duration.between(epoch.at(), now).toSeconds();
            items.add(
                    ago >= IDLE_AFTER_S
                            ? new Line().add("quiet for " + Numbers.duration(ago), Style.DIM)
                            : item("events/s", Numbers.rate(EventRate.perSecond(snapshot.epochs(), now))));
            items.add(item("ranked in", Numbers.count(epoch.tookMs()) + " ms"));
        }
        return joined(items, look.width());
    }

    private static Line numbers(DatasetSnapshot snapshot, Look look) {
        List<Line> items = new ArrayList<>();
        items.add(item("images", Numbers.count(snapshot.images())));
        items.add(item("ranked", Numbers.count(snapshot.ranked())));
        items.add(item("instances", Numbers.count(snapshot.classInstances())));
        items.add(item("classes", Numbers.count(snapshot.classCount())));
        snapshot.epoch().ifPresent(epoch -> {
            items.add(item("mean SI-SCS", Numbers.fixed(epoch.siScsMean(), 3)));
            items.add(item("effective classes", Numbers.fixed(epoch.imbalance().effectiveClasses(), 1)));
            items.add(item("gini", Numbers.fixed(epoch.imbalance().gini(), 2)));
        });
        return joined(items, look.width());
    }

    private static Line footer(DatasetSnapshot snapshot, Look look, Optional<String> note) {
        if (note.isPresent()) {
            return new Line().add(note.get(), Style.YELLOW);
        }
        EventCounts totals = snapshot.epoch().map(RankingEpoch::totals).orElse(EventCounts.NONE);
        List<Line> items = new ArrayList<>();
        items.add(item("events applied", Numbers.count(totals.applied())));
        items.add(item("superseded", Numbers.count(totals.superseded())));
        items.add(new Line()
                .add("rejected ", Style.DIM)
                .add(Numbers.count(totals.rejected()), totals.rejected() > 0 ? Style.YELLOW : Style.PLAIN));
        items.add(new Line().add("Ctrl-C to leave", Style.DIM));
        return joined(items, look.width());
    }

    private static Line item(String name, String value) {
        return new Line().add(name + " ", Style.DIM).add(value);
    }

    /** As many items as fit whole. */
    private static Line joined(List<Line> items, int width) {
        Line line = new Line();
        for (Line item : items) {
            int start = line.width() == 0 ? 0 : line.width() + 3;
            if (start > 0 && start + item.width() > width) {
                break;
            }
            line.padTo(start).add(item);
        }
        return line;
    }

    private static List<Line> stacked(DatasetSnapshot snapshot, Look look, int rows) {
        Panels panels = new Panels(snapshot, look);
        int kept = panels.keptRows();
        // Two blanks between three tables; the kept set is what goes first where a terminal is very low.
        boolean withKept = kept > 0 && rows >= kept + 9;
        int left = rows - 1 - (withKept ? kept + 1 : 0);
        int classRows = Math.min(
                panels.classRowsWanted(), Math.max(left - panels.rankingRowsWanted(), Math.max(3, left * 9 / 20)));
        List<Line> lines = new ArrayList<>(panels.classes(classRows, look.width()));
        lines.add(new Line());
        lines.addAll(panels.ranking(left - classRows, look.width()));
        if (withKept) {
            lines.add(new Line());
            lines.addAll(panels.kept(look.width()));
        }
        return lines;
    }

    private static List<Line> sideBySide(DatasetSnapshot snapshot, Look look, int rows) {
        Panels panels = new Panels(snapshot, look);
        int room = look.width() - BETWEEN;
        int leftWidth = Math.min(MAX_LEFT_WIDTH, Math.max(MIN_LEFT, room - panels.rankingWidth()));
        boolean withKept = panels.keptRows() > 0 && rows >= panels.keptRows() + 5;
        int classRows = withKept ? rows - panels.keptRows() - 1 : rows;
        List<Line> left = new ArrayList<>(panels.classes(classRows, leftWidth));
        if (withKept) {
            left.add(new Line());
            left.addAll(panels.kept(leftWidth));
        }
        int start = leftWidth + BETWEEN;
        List<Line> right = panels.ranking(rows, look.width() - start);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            Line line = new Line();
            if (i < left.size()) {
                line.add(left.get(i));
            }
            if (i < right.size()) {
                line.padTo(start).add(right.get(i));
            }
            lines.add(line);
        }
        return lines;
    }
}
