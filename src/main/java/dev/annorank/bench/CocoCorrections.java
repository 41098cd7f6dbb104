package dev.annorank.bench;

import java.util.SplittableRandom;

/**
 * Events that give the first instance of images that are there another class and mask: the dataset changes, yet neither
 * grows nor becomes another. Images are drawn at random, all with the same probability. Without end, and the same for the
 * same seed. Not for use by several threads.
 */
final class CocoCorrections {
    private final SplittableRandom random;
    private final CocoWriter writer;
    private long written;

    CocoCorrections(long seed, String dataset) {
        this.random = new SplittableRandom(seed);
        this.writer = new CocoWriter(dataset);
    }

    /** @param images how many are there, numbered from 0 */
    CocoEvents.Event next(long images) {
        long number;
        do {
            number = random.nextLong(images);
        } while (CocoShape.instances(number) == 0);
        written++;
        return writer.writeAgain(new CocoImage(random.nextLong(), number), written);
    }
}
