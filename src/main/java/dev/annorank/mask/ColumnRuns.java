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
        out.reserve(size / 2);
        int stride = out.stride;
        int row = 0;
        int column = 0;
        for (int i = 0; i + 1 < size; i += 2) {
            int background = counts[i];
            int count = counts[i + 1];
            row += background;
            // Of most runs no branch depends on: each begins in the last one's column or in the next.
            int over = (height - 1 - row) >> 31;
            row -= height & over;
            column += stride & over;
            int beyond = row + count - height;
            if (beyond <= 0 && count > 0 && background > 0) {
                out.addReserved(column + row, column + row + count - 1);
                row += count;
                continue;
            }
            if (row >= height) {
                // However many columns are empty, one between keeps the runs apart.
                int passed = row / height;
                row -= passed * height;
                column += stride;
                if (passed > 1) {
                    out.skip(passed - 1);
                }
                beyond = row + count - height;
            }
            if (count == 0) {
                continue;
            }
            int first = column + row;
            int last = beyond > 0 ? column + height - 1 : first + count - 1;
            if (background == 0 && out.endsAt(first - 1)) {
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
            out.reserve(out.size + (size - i) / 2);
        }
        out.close();
    }
}
