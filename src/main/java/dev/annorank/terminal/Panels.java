package dev.annorank.terminal;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.terminal.Line.Style;
import dev.annorank.terminal.Table.Cell;
import dev.annorank.view.RankedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tables within the live table. Pure: a snapshot and a room in, lines out. */
final class Panels {
    private static final int MAX_BAR_WIDTH = 24;
    private static final int NARROWEST_BAR = 4;

    private final DatasetSnapshot snapshot;
    private final Look look;
    private final SortedMap<String, Pruning> prune;

    Panels(DatasetSnapshot snapshot, Look look) {
        this.snapshot = snapshot;
        this.look = look;
        this.prune = snapshot.epoch().map(epoch -> epoch.prune()).orElseGet(TreeMap::new);
    }

    /** Rows of {@link #classes} where there is room for all, heading included. */
    int classRowsWanted() {
        int shown = snapshot.classes().size();
        return 1 + shown + (snapshot.classCount() > shown ? 1 : 0);
    }

    /** Rows of {@link #ranking} where there is room for all, heading included. */
    int rankingRowsWanted() {
        return 1
                + snapshot.top().size()
                + (snapshot.bottom().isEmpty() ? 0 : 1 + snapshot.bottom().size());
    }

    /** Rows of {@link #kept}, heading included; 0 where no prune rate is known. */
    int keptRows() {
        return prune.isEmpty() ? 0 : 1 + prune.size();
    }

    /** The largest classes with their shares. */
    List<Line> classes(int rows, int columns) {
        int fit = Math.min(snapshot.classes().size(), Math.max(1, rows - 1));
        if (fit < snapshot.classCount() && fit + 2 > rows) {
            fit = Math.max(1, rows - 2);
        }
        // The table without bars tells how much room there is for them.
        int bar = Math.min(MAX_BAR_WIDTH, columns - classTable(fit, 0).width() - 2);
        List<Line> lines = classTable(fit, bar < NARROWEST_BAR ? 0 : bar).lines(columns);
        int more = snapshot.classCount() - fit;
        if (more > 0 && lines.size() < rows) {
            lines.add(new Line().add(Numbers.count(more) + " more", Style.DIM));
        }
        return lines;
    }

    private Table classTable(int fit, int bar) {
        Table table = new Table(0);
        List<Cell> heading = new ArrayList<>(List.of(text("class"), number("instances"), number("share")));
        if (bar > 0) {
            heading.add(text(" ".repeat(bar)));
        }
        heading.add(number("mean SI-SCS"));
        table.row(heading);
        double largest =
                snapshot.classes().isEmpty() ? 1 : share(snapshot.classes().get(0));
        for (ClassTotals totals :
                snapshot.classes().subList(0, Math.min(fit, snapshot.classes().size()))) {
            double share = share(totals);
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.text(totals.category()),
                    Cell.number(Numbers.count(totals.instances())),
                    Cell.number(Numbers.percent(share))));
            if (bar > 0) {
                row.add(Cell.text(look.bar(share / largest, bar)).in(Style.CYAN));
            }
            row.add(Cell.number(Numbers.fixed(totals.siScsMean(), 3)));
            table.row(row);
        }
        return table;
    }

    private double share(ClassTotals totals) {
        return snapshot.classInstances() == 0 ? 0 : (double) totals.instances() / snapshot.classInstances();
    }

    /** The best and the worst images; a mark where an image is kept at a prune rate. */
    List<Line> ranking(int rows, int columns) {
        int room = Math.max(1, rows - 1);
        int bottom = snapshot.bottom().size();
        int top = snapshot.top().size();
        if (top + bottom + (bottom > 0 ? 1 : 0) > room) {
            bottom = room >= 6 ? Math.min(bottom, (room - 1) / 3) : 0;
            top = Math.min(top, room - bottom - (bottom > 0 ? 1 : 0));
        }
        Table named = rankingTable(top, bottom, true);
        return (named.width() <= columns ? named : rankingTable(top, bottom, false)).lines(columns);
    }

    /** Columns of {@link #ranking} uncut. */
    int rankingWidth() {
        return rankingTable(snapshot.top().size(), snapshot.bottom().size(), true)
                .width();
    }

    private Table rankingTable(int top, int bottom, boolean named) {
        Table table = new Table(1);
        List<Cell> heading = new ArrayList<>(
                List.of(number("rank"), text("image"), number("score"), number("top"), number("inst.")));
        if (named) {
            heading.add(text(prune.isEmpty() ? "" : "kept at"));
        }
        prune.keySet().forEach(rate -> heading.add(text(rate)));
        table.row(heading);
        int decimals = Numbers.decimals(Stream.concat(snapshot.top().stream(), snapshot.bottom().stream())
                .mapToDouble(RankedImage::score));
        snapshot.top().subList(0, top).forEach(image -> table.row(row(image, decimals, named)));
        if (bottom > 0) {
            boolean between = top + bottom < snapshot.ranked();
            table.row(List.of(Cell.number(between ? look.gap() : "").in(Style.DIM)));
            List<RankedImage> worst = snapshot.bottom();
            worst.subList(worst.size() - bottom, worst.size()).forEach(image -> table.row(row(image, decimals, named)));
        }
        return table;
    }

    private List<Cell> row(RankedImage image, int decimals, boolean named) {
        List<Cell> row = new ArrayList<>(List.of(
                Cell.number(Numbers.count(image.rank())),
                Cell.text(image.image()),
                Cell.number(Numbers.fixed(image.score(), decimals)),
                Cell.number(Numbers.percent(image.percentile())),
                Cell.number(Numbers.count(image.instances()))));
        if (named) {
            row.add(Cell.text(""));
        }
        for (String rate : prune.keySet()) {
            boolean kept = image.keptAt().contains(rate);
            row.add(Cell.text(" " + (kept ? look.yes() : look.no())).in(kept ? Style.GREEN : Style.DIM));
        }
        return row;
    }

    /** The kept set at each prune rate, and what the last epoch changed of it. */
    List<Line> kept(int columns) {
        Table table = new Table(0);
        table.row(List.of(
                text("prune rate"),
                number("kept"),
                number("cutoff"),
                number("entered"),
                number("left"),
                number("jaccard")));
        int decimals = Numbers.decimals(prune.values().stream()
                .map(Pruning::cutoffScore)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue));
        for (Map.Entry<String, Pruning> rate : prune.entrySet()) {
            Pruning at = rate.getValue();
            Double cutoff = at.cutoffScore();
            table.row(List.of(
                    Cell.text(rate.getKey()),
                    Cell.number(Numbers.count(at.kept())),
                    Cell.number(cutoff == null ? "-" : Numbers.fixed(cutoff, decimals)),
                    change("+", at.entered(), Style.GREEN),
                    change("-", at.left(), Style.RED),
                    Cell.number(Numbers.fixed(at.jaccard(), 4))));
        }
        return table.lines(columns);
    }

    private static Cell change(String sign, int count, Style style) {
        return count == 0
                ? Cell.number("0").in(Style.DIM)
                : Cell.number(sign + Numbers.count(count)).in(style);
    }

    private static Cell text(String heading) {
        return Cell.text(heading).in(Style.DIM);
    }

    private static Cell number(String heading) {
        return Cell.number(heading).in(Style.DIM);
    }
}
