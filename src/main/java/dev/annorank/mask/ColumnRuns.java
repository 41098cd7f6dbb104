package dev.annorank.mask;

/** Cuts column-major run lengths into the runs of each column. */
final class ColumnRuns {
    private ColumnRuns() {}

    /**
     * Writes the mask's columns from the first to the last that is not empty.
     *
     * @param counts lengths of alternating runs, background first, that fill whole columns
     * @param size how many of them
     * @param height rows of the mask
     */
    static void split(int[] counts, int size, int height, LineRuns out) {
        out.clear();
        int row = 0;
        int column = 0;
        int lineColumn = -1;
        for (int i = 0; i < size; i++) {
            int count = counts[i];
            if ((i & 1) == 1 && count > 0) {
                if (column != lineColumn) {
                    if (lineColumn >= 0 && column > lineColumn + 1) {
                        out.beginLine();
                    }
                    out.beginLine();
                    lineColumn = column;
                }
                if (count <= height - row) {
                    out.add(row, row + count - 1);
                } else {
                    out.add(row, height - 1);
                    lineColumn = addColumns(count - (height - row), column, height, out);
                }
            }
            row += count;
            if (row >= height) {
                int columns = row < 2 * height ? 1 : row / height;
                column += columns;
                row -= columns * height;
            }
        }
        out.close();
    }

    /** Writes a run that begins at the top of the column after {@code column}; gives the last column it reaches. */
    private static int addColumns(int count, int column, int height, LineRuns out) {
        int full = count / height;
        int rest = count - full * height;
        if (full > 0) {
            out.beginLine();
            out.add(0, height - 1);
            if (full > 1) {
                out.repeatLast(full);
            }
        }
        if (rest > 0) {
            out.beginLine();
            out.add(0, rest - 1);
        }
        return column + full + (rest > 0 ? 1 : 0);
    }
}
