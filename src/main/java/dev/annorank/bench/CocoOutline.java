package dev.annorank.bench;

import java.util.SplittableRandom;

/**
 * Draws one instance as JSON: a wavy outline of a wanted area in one or more polygons, or a crowd as run lengths. Sine and
 * cosine come from a table, so that an outline takes less than a microsecond. Not for use by several threads.
 */
final class CocoOutline {
    private static final int TURN = 4096;
    private static final double[] COS = new double[TURN];
    private static final byte[] SIZE = JsonText.literal("{\"size\":[");
    private static final byte[] COUNTS = JsonText.literal("],\"counts\":[");
    private static final byte[] END = JsonText.literal("]}");

    static {
        for (int i = 0; i < TURN; i++) {
            COS[i] = StrictMath.cos(2 * Math.PI * i / TURN);
        }
    }

    private double[] xs = new double[1024];
    private double[] ys = new double[1024];

    private static double cos(int angle) {
        return COS[angle & (TURN - 1)];
    }

    private static double sin(int angle) {
        return COS[(angle - TURN / 4) & (TURN - 1)];
    }

    /**
     * Writes the polygons of an instance.
     *
     * @param width of the image, px; every point is in it
     * @param height of the image, px
     */
    void polygons(SplittableRandom random, int width, int height, JsonText out) {
        double side = CocoShape.side(random, 0.9 * Math.min(width, height));
        int points = CocoShape.points(random, side);
        int parts = CocoShape.parts(random);
        double each = side / Math.sqrt(parts);
        double x = middle(random, width, side);
        double y = middle(random, height, side);
        out.raw('[');
        for (int part = 0; part < parts; part++) {
            if (part > 0) {
                out.raw(',');
            }
            draw(random, Math.max(4, points / parts));
            double shift = (part - (parts - 1) / 2.0) * 1.3 * each;
            write(each, x + shift, y, width, height, out);
        }
        out.raw(']');
    }

    /** A centre such that most of the instance is inside. */
    private static double middle(SplittableRandom random, int length, double side) {
        double free = Math.max(1, length - 1.2 * side);
        return (length - free) / 2 + random.nextDouble(free);
    }

    /** An outline around the origin: three waves on a flattened circle. */
    private void draw(SplittableRandom random, int points) {
        if (xs.length < points + 1) {
            xs = new double[2 * points];
            ys = new double[2 * points];
        }
        int turned = random.nextInt(TURN);
        double flat = 0.45 + 0.55 * random.nextDouble();
        double strong = 0.30 * random.nextDouble();
        double weak = 0.20 * random.nextDouble();
        double fine = 0.10 * random.nextDouble();
        int phase = random.nextInt(TURN);
        for (int i = 0; i < points; i++) {
            int angle = i * TURN / points;
            double radius = 1
                    + strong * cos(2 * angle + phase)
                    + weak * cos(3 * angle - phase)
                    + fine * cos(7 * angle + 2 * phase);
            double across = radius * cos(angle);
            double along = flat * radius * sin(angle);
            xs[i] = across * cos(turned) - along * sin(turned);
            ys[i] = across * sin(turned) + along * cos(turned);
        }
        xs[points] = xs[0];
        ys[points] = ys[0];
        drawn = points;
    }

    private int drawn;

    private void write(double side, double x, double y, int width, int height, JsonText out) {
        double twice = 0;
        for (int i = 0; i < drawn; i++) {
            twice += xs[i] * ys[i + 1] - xs[i + 1] * ys[i];
        }
        double scale = side / Math.sqrt(Math.max(0.1, Math.abs(twice) / 2));
        for (int i = 0; i < drawn; i++) {
            out.raw(i == 0 ? '[' : ',').hundredths(hundredths(x + scale * xs[i], width));
            out.raw(',').hundredths(hundredths(y + scale * ys[i], height));
        }
        out.raw(']');
    }

    private static int hundredths(double value, int length) {
        return (int) (100 * Math.min(length, Math.max(0, value)) + 0.5);
    }

    /** Writes a crowd as uncompressed run lengths: an ellipse, column by column. */
    void crowd(SplittableRandom random, int width, int height, JsonText out) {
        int across = width / 8 + random.nextInt(width / 3);
        int along = height / 8 + random.nextInt(height / 3);
        int left = random.nextInt(width - across);
        int top = random.nextInt(height - along);
        out.raw(SIZE).number(height).raw(',').number(width).raw(COUNTS);
        int background = left * height;
        for (int column = 0; column < across; column++) {
            int half = (int) (along * sin(1 + (TURN / 2 - 2) * column / across) / 2);
            int run = Math.max(1, 2 * half);
            int start = top + (along - run) / 2;
            out.number(background + (long) start).raw(',').number(run).raw(',');
            background = height - start - run;
        }
        out.number(background + (long) (width - left - across) * height).raw(END);
    }
}
