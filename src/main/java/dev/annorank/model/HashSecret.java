package dev.annorank.model;

import java.security.SecureRandom;

/**
 * Where hash functions get their keys from: random numbers of no seed, so that nobody can choose ids that collide. The
 * only ones there are; nothing that comes out of the program may depend on them.
 */
public final class HashSecret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private HashSecret() {}

    /** 64 bits that nobody knows. */
    public static long next() {
        return RANDOM.nextLong();
    }
}
