package dev.annorank.ranking;

import dev.annorank.model.ImageVector;
import java.util.Random;
import java.util.TreeSet;

/** Seeded input with the awkward in it: equal scores, zeros, wide ranges, numbers and words as ids. */
final class RandomData {
    private static final double[] COMMON = {1, 1.128379167095513, 1.25, 2, 3, 0.9999999, 1.0000000000000002};

    private RandomData() {}

    /** A double that {@link ExactSum} takes, of any size up to 2^45. */
    static double fittingDouble(Random random) {
        if (random.nextInt(8) == 0) {
            return random.nextInt(1000) * 0x1p-64;
        }
        return Math.scalb(1 + random.nextDouble(), random.nextInt(57) - 12);
    }

    /** Bits in which runs of ones and zeros are likely, as they make roundings hard. */
    static long hostileBits(Random random) {
        long bits = random.nextLong();
        return switch (random.nextInt(5)) {
            case 0 -> bits >> random.nextInt(64);
            case 1 -> bits << random.nextInt(64);
            case 2 -> 1L << random.nextInt(64);
            case 3 -> (1L << random.nextInt(64)) - 1;
            default -> bits;
        };
    }

    static double siScs(Random random) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            return 0;
        }
        if (kind < 4) {
            return COMMON[random.nextInt(COMMON.length)];
        }
        return kind < 9 ? 1 - Math.log(1 - random.nextDouble()) : 1 + random.nextDouble() * 0x1p20;
    }

    static String image(Random random, int distinct) {
        int number = random.nextInt(distinct);
        return number % 3 == 0 ? "img/" + number + ".jpg" : Integer.toString(number);
    }

    /** A vector of 1 to 6 of so many classes, some of their sums 0. */
    static ImageVector vector(Random random, int classes) {
        TreeSet<Integer> chosen = new TreeSet<>();
        int size = 1 + random.nextInt(Math.min(classes, 6));
        while (chosen.size() < size) {
            chosen.add(random.nextInt(classes));
        }
        VectorAccumulator vector = new VectorAccumulator();
        for (int category : chosen) {
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                vector.add(category % 2 == 0 ? "class " + category : Integer.toString(category), siScs(random));
            }
        }
        return vector.toVector();
    }
}
