package dev.annorank.demo;

import dev.annorank.demo.ObjectClass.Form;
import dev.annorank.model.Segmentation.Polygons;
import java.util.SplittableRandom;

/**
 * Outlines around the origin in polar form. The same seed gives the same object; a higher detail draws it with more
 * points, as an annotator does who goes over an outline again. Every outline is star-shaped, hence simple.
 */
final class Outline {
    private static final double TURN = 2 * Math.PI;

    private Outline() {}

    /**
     * Draws one object.
     *
     * @param form how it looks
     * @param seed which one of that form
     * @param centreX px
     * @param centreY px
     * @param radiusPx mean distance of the outline from the centre
     * @param detail 1 for a quick outline, 2 for one with twice the points
     * @return one polygon, coordinates rounded to 0.01 px
     */
    static double[] draw(Form form, long seed, double centreX, double centreY, double radiusPx, double detail) {
        SplittableRandom random = new SplittableRandom(seed);
        double angle = random.nextDouble(TURN);
        double aspect = 0.55 + random.nextDouble(0.45);
        double[] polar = switch (form) {
            case ELLIPSE -> waves(random, points(random, 14, 12, detail), 0, 0);
            case BOX -> box(random, detail);
            case ORGANIC -> waves(random, points(random, 30, 40, detail), 5, 0.12);
            case LOBED -> waves(random, points(random, 70, 90, detail), 14, 0.16);
            case BRANCHED -> branches(random, detail);
        };
        return place(polar, centreX, centreY, radiusPx, aspect, form == Form.BOX ? angle / 40 : angle);
    }

    private static int points(SplittableRandom random, int least, int spread, double detail) {
        return (int) ((least + random.nextInt(spread)) * detail);
    }

    /** A circle with waves on it: angle and radius by turns. The harmonics' strength falls slowly, which makes lobes. */
    private static double[] waves(SplittableRandom random, int points, int harmonics, double strength) {
        double[] amplitude = new double[harmonics];
        double[] phase = new double[harmonics];
        for (int k = 0; k < harmonics; k++) {
            amplitude[k] = strength * (0.3 + random.nextDouble()) / Math.sqrt(k + 1.0);
            phase[k] = random.nextDouble(TURN);
        }
        double[] polar = new double[2 * points];
        for (int i = 0; i < points; i++) {
            double angle = TURN * i / points;
            double radius = 1;
            for (int k = 0; k < harmonics; k++) {
                radius += amplitude[k] * Math.cos((k + 2) * angle + phase[k]);
            }
            polar[2 * i] = angle;
            polar[2 * i + 1] = Math.max(0.15, radius);
        }
        return polar;
    }

    /** Four rounded corners: one point each when drawn quickly, three when drawn with care. */
    private static double[] box(SplittableRandom random, double detail) {
        int each = detail > 1 ? 5 : 1 + 2 * random.nextInt(2);
        double[] polar = new double[8 * each];
        for (int corner = 0; corner < 4; corner++) {
            double middle = TURN * (corner + 0.5) / 4 + random.nextDouble(-0.06, 0.06);
            for (int i = 0; i < each; i++) {
                int at = 2 * (corner * each + i);
                double off = i - (each - 1) / 2.0;
                polar[at] = middle + 0.12 * off;
                polar[at + 1] = 1.25 - 0.08 * off * off;
            }
        }
        return polar;
    }

    /** Thin arms out of a small hub: long outline, little area. */
    private static double[] branches(SplittableRandom random, double detail) {
        int arms = 5 + random.nextInt(7);
        int steps = (int) Math.round(2 * detail);
        double[] polar = new double[2 * arms * (2 * steps + 1)];
        int at = 0;
        for (int arm = 0; arm < arms; arm++) {
            double middle = TURN * (arm + 0.5) / arms;
            double length = 0.7 + random.nextDouble(0.8);
            double halfWidth = 0.25 * TURN / arms;
            polar[at++] = middle - 0.49 * TURN / arms;
            polar[at++] = 0.25;
            for (int i = 0; i < 2 * steps; i++) {
                // Out along one side, back along the other; the angle an arm takes up shrinks with the distance.
                boolean out = i < steps;
                double share = (out ? i + 1.0 : 2.0 * steps - i) / steps;
                double radius = 0.3 + (length - 0.3) * share;
                polar[at++] = middle + (out ? -1 : 1) * halfWidth * 0.3 / radius;
                polar[at++] = radius * (1 + random.nextDouble(-0.02, 0.02));
            }
        }
        return polar;
    }

    private static double[] place(
            double[] polar, double centreX, double centreY, double radiusPx, double aspect, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double[] points = new double[polar.length];
        for (int i = 0; i < polar.length; i += 2) {
            double x = radiusPx * polar[i + 1] * Math.cos(polar[i]);
            double y = radiusPx * polar[i + 1] * Math.sin(polar[i]) * aspect;
            points[i] = twoDecimals(centreX + x * cos - y * sin);
            points[i + 1] = twoDecimals(centreY + x * sin + y * cos);
        }
        return points;
    }

    private static double twoDecimals(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Several polygons as one segmentation: an object that something hides in part. */
    static Polygons join(double[]... parts) {
        int length = 0;
        for (double[] part : parts) {
            length += part.length;
        }
        double[] coordinates = new double[length];
        int[] ends = new int[parts.length];
        int end = 0;
        for (int i = 0; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, coordinates, end, parts[i].length);
            end += parts[i].length;
            ends[i] = end;
        }
        return new Polygons(coordinates, ends);
    }
}
