package dev.annorank.model;

import java.util.Arrays;

/**
 * The outline or mask of one instance as a COCO file states it. Arrays are shared, not copied: whoever hands one over
 * no longer writes to it.
 */
public sealed interface Segmentation {
    /** How much there is of it: coordinates, run lengths, or characters of compressed run lengths. */
    int values();

    /**
     * One or more polygons in pixels of the image.
     *
     * @param coordinates x0, y0, x1, y1, ... of all parts, one after the other; finite
     * @param partEnds for each part, the index in {@code coordinates} one past its last value; even and ascending, at
     *     least one part, no part empty
     */
    record Polygons(double[] coordinates, int[] partEnds) implements Segmentation {
        public Polygons {
            if (partEnds.length == 0) {
                throw new RejectedException(Reason.BAD_POLYGON, "segmentation has no polygon");
            }
            int start = 0;
            for (int part = 0; part < partEnds.length; part++) {
                int length = partEnds[part] - start;
                if (length <= 0) {
                    throw new RejectedException(Reason.BAD_POLYGON, "polygon " + part + " of segmentation is empty");
                }
                if ((length & 1) != 0) {
                    throw new RejectedException(
                            Reason.BAD_POLYGON,
                            "polygon " + part + " of segmentation has an odd number of coordinates: " + length);
                }
                start = partEnds[part];
            }
            if (start != coordinates.length) {
                throw new RejectedException(
                        Reason.BAD_POLYGON, "polygons end at " + start + " of " + coordinates.length + " coordinates");
            }
            for (int i = 0; i < coordinates.length; i++) {
                // Negated so that NaN fails too.
                if (!(Math.abs(coordinates[i]) <= MAX_COORDINATE)) {
                    throw new RejectedException(
                            Reason.BAD_POLYGON,
                            "coordinate " + i + " of segmentation is " + coordinates[i] + "; it must be between -"
                                    + MAX_COORDINATE + " and " + MAX_COORDINATE + " px");
                }
            }
        }

        /** One polygon from x0, y0, x1, y1, ... */
        public static Polygons of(double... coordinates) {
            return new Polygons(coordinates, new int[] {coordinates.length});
        }

        public int parts() {
            return partEnds.length;
        }

        @Override
        public int values() {
            return coordinates.length;
        }

        /** Index in {@link #coordinates} of the first value of a part. */
        public int partStart(int part) {
            return part == 0 ? 0 : partEnds[part - 1];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Polygons that
                    && Arrays.equals(coordinates, that.coordinates)
                    && Arrays.equals(partEnds, that.partEnds);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(coordinates) + Arrays.hashCode(partEnds);
        }

        @Override
        public String toString() {
            return "Polygons[parts=" + partEnds.length + ", points=" + coordinates.length / 2 + "]";
        }
    }

    /**
     * Run lengths, column-major, background first.
     *
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @param counts lengths of alternating runs, none negative; that they fill the mask is checked when decoded
     */
    record Rle(int height, int width, int[] counts) implements Segmentation {
        public Rle {
            requireSize(height, width);
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] < 0) {
                    throw new RejectedException(
                            Reason.BAD_RLE, "run " + i + " of segmentation.counts is negative: " + counts[i]);
                }
            }
        }

        @Override
        public int values() {
            return counts.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rle that
                    && height == that.height
                    && width == that.width
                    && Arrays.equals(counts, that.counts);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * height + width) + Arrays.hashCode(counts);
        }

        @Override
        public String toString() {
            return "Rle[height=" + height + ", width=" + width + ", runs=" + counts.length + "]";
        }
    }

    /**
     * The compressed string form of run lengths, as written by pycocotools.
     *
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @param counts the string, six bits a character from '0' on; checked when decoded
     */
    record CompressedRle(int height, int width, String counts) implements Segmentation {
        public CompressedRle {
            requireSize(height, width);
        }

        @Override
        public int values() {
            return counts.length();
        }
    }

    /** Coordinates beyond this are mistakes: no camera has such an image, and arithmetic on pixels stays within 32 bits. */
    double MAX_COORDINATE = 1 << 24;

    private static void requireSize(int height, int width) {
        if (height < 1 || width < 1) {
            throw new RejectedException(
                    Reason.BAD_RLE,
                    "segmentation.size is [" + height + ", " + width + "]; height and width must be at least 1");
        }
    }
}
