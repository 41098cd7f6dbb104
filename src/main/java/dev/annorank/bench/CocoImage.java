package dev.annorank.bench;

import java.util.SplittableRandom;

/** An image that is being labeled: its next instance's class, and the randomness of which it is drawn. */
final class CocoImage {
    private final long number;
    private final SplittableRandom random;
    private final int[] size;
    private final int[] classes;
    private int labeled;

    /**
     * @param seed of the dataset
     * @param number counts from 0
     */
    CocoImage(long seed, long number) {
        this.number = number;
        // Neighbours must not be alike: the numbers are spread by the golden ratio before they seed.
        this.random = new SplittableRandom((seed * 0x9E3779B97F4A7C15L) ^ (number * 0xBF58476D1CE4E5B9L)).split();
        this.size = CocoShape.size(random);
        this.classes = new int[CocoShape.instances(number)];
    }

    long number() {
        return number;
    }

    SplittableRandom random() {
        return random;
    }

    int width() {
        return size[0];
    }

    int height() {
        return size[1];
    }

    int labeled() {
        return labeled;
    }

    boolean isComplete() {
        return labeled == classes.length;
    }

    /** The class of the next instance, often one that the image has already: things come in groups. */
    int label() {
        boolean same = labeled > 0 && CocoShape.isOfSameClass(random);
        int category = same ? classes[random.nextInt(labeled)] : CocoClasses.pick(random);
        classes[labeled++] = category;
        return category;
    }
}
