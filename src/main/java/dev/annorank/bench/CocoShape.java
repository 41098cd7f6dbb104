package dev.annorank.bench;

import java.util.SplittableRandom;

/**
 * The published shape of COCO train2017 as distributions: images, instances an image, sizes of images and of instances,
 * points of an outline. What was not published in figures (how instances an image and points spread) is a curve through
 * the published mean and quartiles.
 */
final class CocoShape {
    /** Images of train2017. */
    static final int IMAGES = 118_287;

    /** Of those, the images with at least one instance. */
    static final int ANNOTATED_IMAGES = 117_266;

    /** The most instances that an image has. */
    static final int MAX_INSTANCES = 93;

    /** Where an image's turn falls among all; prime to the number of images. */
    private static final long STRIDE = 45_131;

    /** A Weibull curve: with these, {@value #IMAGES} images have 860,001 instances. */
    private static final double SCALE = 6.662750244140625;

    private static final double FORM = 0.95;

    /** How often the next instance of an image is of a class that the image has already: 2.9 classes an image. */
    private static final double SAME_CLASS = 0.625;

    private static final double SMALL = 0.41;
    private static final double MEDIUM = 0.34;
    private static final double CROWD = 0.012;
    private static final double PARTS = 0.10;

    private static final int[][] SIZES = {
        {640, 480},
        {480, 640},
        {640, 427},
        {640, 426},
        {427, 640},
        {500, 375},
        {640, 425},
        {640, 640},
        {612, 612},
        {375, 500}
    };
    private static final double[] SIZE_SHARES = {0.34, 0.48, 0.67, 0.74, 0.80, 0.86, 0.91, 0.94, 0.97, 1};

    private CocoShape() {}

    /**
     * Instances of an image, 0 to {@value #MAX_INSTANCES}. Of {@value #IMAGES} consecutive images the numbers are those
     * of train2017's: the same in all, whatever the seed.
     *
     * @param image counts from 0
     */
    static int instances(long image) {
        long place = image % IMAGES * STRIDE % IMAGES;
        if (place >= ANNOTATED_IMAGES) {
            return 0;
        }
        double share = (place + 0.5) / ANNOTATED_IMAGES;
        double drawn = StrictMath.ceil(SCALE * StrictMath.pow(-StrictMath.log(share), 1 / FORM));
        return (int) Math.min(MAX_INSTANCES, Math.max(1, drawn));
    }

    /** Instances of all images from one to another. */
    static long instances(long firstImage, long images) {
        long sum = 0;
        for (long image = firstImage; image < firstImage + images; image++) {
            sum += instances(image);
        }
        return sum;
    }

    /** Width and height in px. */
    static int[] size(SplittableRandom random) {
        double at = random.nextDouble();
        int i = 0;
        while (SIZE_SHARES[i] <= at) {
            i++;
        }
        return SIZES[i];
    }

    /** Whether the next instance is of the class of one before it in its image. */
    static boolean isOfSameClass(SplittableRandom random) {
        return random.nextDouble() < SAME_CLASS;
    }

    static boolean isCrowd(SplittableRandom random) {
        return random.nextDouble() < CROWD;
    }

    /** Polygons of an instance: more than one where something stands in front of it. */
    static int parts(SplittableRandom random) {
        return random.nextDouble() >= PARTS ? 1 : random.nextDouble() < 0.7 ? 2 : 3 + random.nextInt(3);
    }

    /** Side in px of a square as large as the instance: 41% below 32, 34% from 32 to 96, the rest above. */
    static double side(SplittableRandom random, double largest) {
        double kind = random.nextDouble();
        if (kind < SMALL) {
            return between(random, 5, 32);
        }
        return kind < SMALL + MEDIUM ? between(random, 32, 96) : between(random, 96, largest);
    }

    /** Points of an outline: 26 in the mean, fewer where it is small, with a heavy tail. */
    static int points(SplittableRandom random, double side) {
        double mean = side < 32 ? 17 : side < 96 ? 27 : 42;
        return (int) Math.min(600, Math.max(4, mean * StrictMath.exp(0.55 * random.nextGaussian() - 0.15)));
    }

    private static double between(SplittableRandom random, double least, double most) {
        return least * StrictMath.exp(random.nextDouble() * StrictMath.log(most / least));
    }
}
