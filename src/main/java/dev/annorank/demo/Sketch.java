package dev.annorank.demo;

import dev.annorank.demo.ObjectClass.Form;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import java.util.SplittableRandom;

/**
 * What an annotator sees of one object, before it is an outline: small to keep, and drawn anew at will.
 *
 * @param tool how it is marked
 * @param form how it looks
 * @param seed which one of that form
 * @param x centre, px, inside the image
 * @param y centre, px, inside the image
 * @param radiusPx mean radius
 * @param detail 1 for a quick outline; more draws more points
 */
record Sketch(Tool tool, Form form, long seed, double x, double y, double radiusPx, double detail) {
    /** How an object is marked. */
    enum Tool {
        POLYGON,
        /** Two polygons: something stands in front. */
        PARTS,
        BRUSH,
        /** A brush over a group, {@code iscrowd}. */
        CROWD
    }

    /** Finest outline: beyond it going over again changes the form a little, not the number of points. */
    private static final double FINEST = 3;

    private static final double BRUSHED = 0.06;
    private static final double HIDDEN = 0.05;
    private static final double CROWDED = 0.012;

    /** An object of a class somewhere in an image. */
    static Sketch see(ObjectClass objectClass, Image image, SplittableRandom random) {
        double shorter = Math.min(image.width(), image.height());
        // A lognormal size: most objects are small, a few are near.
        double radius = shorter * objectClass.size() / 2 * Math.exp(0.45 * random.nextGaussian());
        double kind = random.nextDouble();
        Tool tool = kind < CROWDED
                ? Tool.CROWD
                : kind < CROWDED + BRUSHED ? Tool.BRUSH : kind < CROWDED + BRUSHED + HIDDEN ? Tool.PARTS : Tool.POLYGON;
        return new Sketch(
                tool,
                objectClass.form(),
                random.nextLong(),
                random.nextDouble(image.width()),
                random.nextDouble(image.height()),
                Math.min(Math.max(radius, 4), shorter / 2),
                1);
    }

    /** The same object drawn with more care. */
    Sketch finer(SplittableRandom random) {
        return new Sketch(
                tool,
                form,
                seed,
                x + random.nextDouble(-0.5, 0.5),
                y + random.nextDouble(-0.5, 0.5),
                radiusPx * random.nextDouble(0.98, 1.02),
                Math.min(FINEST, detail * 1.4));
    }

    Segmentation draw(Image image) {
        return switch (tool) {
            case POLYGON -> Polygons.of(Outline.draw(form, seed, x, y, radiusPx, detail));
            case PARTS ->
                Outline.join(
                        Outline.draw(form, seed, x, y, radiusPx * 0.7, detail),
                        Outline.draw(Form.ELLIPSE, seed + 1, x + 1.9 * radiusPx, y, radiusPx * 0.35, detail));
            case BRUSH -> Brush.paint(image.height(), image.width(), discs(3 + (int) (seed & 1), 0.6));
            case CROWD -> Brush.paint(image.height(), image.width(), discs(12, 1.6));
        };
    }

    private double[] discs(int count, double spread) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] discs = new double[3 * count];
        for (int i = 0; i < discs.length; i += 3) {
            discs[i] = x + radiusPx * random.nextDouble(-spread, spread);
            discs[i + 1] = y + radiusPx * random.nextDouble(-spread, spread);
            discs[i + 2] = radiusPx * random.nextDouble(0.4, 0.8);
        }
        return discs;
    }
}
