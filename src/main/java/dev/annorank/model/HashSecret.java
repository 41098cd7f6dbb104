package dev.annorank.model;

import java.util.SplittableRandom;

/**
 * Where hash functions get their keys from: random numbers of no seed, so that nobody can choose ids that collide. The
 * only ones there are; nothing that comes out of the program may depend on them.
 */
public final class HashSecret {
    // Begun with the nanoseconds of two clocks, which no sender knows. To load SecureRandom takes some 30 ms.
    private static final SplittableRandom RANDOM = new SplittableRandom();

    private HashSecret() {}

    /** 64 bits that whoever sends events or makes files does not know. */
    public static synchronized long next() {
        return RANDOM.nextLong();
    }
}
