package dev.annorank.terminal;

import dev.annorank.terminal.Line.Style;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their content, two blanks apart; one of them, the first with texts, gives way where it is tight. */
final class Table {
    private static final int GAP = 2;
    private static final int MIN_FLEXIBLE = 6;

    /**
     * One cell.
     *
     * @param right whether it stands at the right of its column, as numbers do
     */
    record Cell(String text, boolean right, Style style) {
        static Cell text(String text) {
            return new Cell(text, false, Style.PLAIN);
        }

        static Cell number(String text) {
            return new Cell(text, true, Style.PLAIN);
        }

        Cell in(Style style) {
            return new Cell(text, right, style);
        }
    }

    private final int flexible;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A table whose column {@code flexible}, counted from 0, is cut where the table is too wide. */
    Table(int flexible) {
        this.flexible = flexible;
    }

    Table row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Columns it takes up uncut. */
    int width() {
        int sum = 0;
        for (int columns : widths()) {
            sum += columns + GAP;
        }
        return Math.max(0, sum - GAP);
    }

    List<Line> lines(int columns) {
        int[] widths = widths();
        int excess = width() - columns;
        if (excess > 0) {
            widths[flexible] = Math.max(Math.min(MIN_FLEXIBLE, widths[flexible]), widths[flexible] - excess);
        }
        List<Line> lines = new ArrayList<>();
        for (List<Cell> row : rows) {
            Line line = new Line();
            int start = 0;
            for (int i = 0; i < row.size(); i++) {
                Cell cell = row.get(i);
                String text = Line.cut(Line.clean(cell.text()), widths[i]);
                line.padTo(cell.right() ? start + widths[i] - Line.width(text) : start);
                line.add(text, cell.style());
                start += widths[i] + GAP;
            }
            lines.add(line);
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Line.width(Line.clean(row.get(i).text())));
            }
        }
        return widths;
    }
}
