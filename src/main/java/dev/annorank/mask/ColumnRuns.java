package dev.annorank.mask;

/** Cuts column-major run lengths into the runs of each column. */
final class ColumnRuns {
    private ColumnRuns() {}

    /**
     * Writes the mask's columns.
     *
     * @param counts lengths of alternating runs, background first, that fill whole columns
     * @param size how many of them
     * @param height rows of the mask
     */
    static void split(int[] counts, int size, int height, MaskRuns out) {
        out.clear(height);
        int stride = out.stride;
        int row = 0;
        int column = 0;
        for (int i = 0; i + 1 < size; i += 2) {
            row += counts[i];
            if (row >= height) {
                row -= height;
                column += stride;
                if (row >= height) {
                    // However many columns are empty, one between keeps the runs apart.
                    int passed = row / height;
                    row -= passed * height;
                    column += stride;
                    if (passed > 1) {
                        out.skip(passed - 1);
                    }
                }
            }
            int count = counts[i + 1];
            if (count == 0) {
                continue;
            }
            int first = column + row;
            int beyond = row + count - height;
            int last = beyond > 0 ? column + height - 1 : first + count - 1;
            if (counts[i] == 0 && out.endsAt(first - 1)) {
                out.extend(last);
            } else {
                out.add(first, last);
            }
            row += count;
            if (beyond > 0) {
                int full = beyond / height;
                row = beyond - full * height;
                if (full > 0) {
                    column += stride;
                    out.add(column, column + height - 1);
                    out.repeatLast(full);
                }
                if (row > 0) {
                    column += stride;
                    out.add(column, column + row - 1);
                } else {
                    row = height;
                }
            }
        }
        out.close();
    }
}
