package dev.annorank.ranking;

import dev.annorank.model.HashSecret;

/**
 * SipHash-1-3 of a text's UTF-16 code units, low byte first, under a key of this process: names come from outside, and who
 * does not know the key cannot choose many that hash alike.
 *
 * @see <a href="https://doi.org/10.1007/978-3-642-34931-7_28">Aumasson, Bernstein: SipHash</a>
 */
final class NameHash {
    private static final long K0 = HashSecret.next();
    private static final long K1 = HashSecret.next();

    private NameHash() {}

    /** The same for equal names as long as the process runs. */
    static long of(String name) {
        return of(name, K0, K1);
    }

    static long of(String name, long k0, long k1) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int length = name.length();
        int rounds = length / 4 + 1 + 3;
        for (int round = 0; round < rounds; round++) {
            boolean last = round >= rounds - 3;
            long word = last ? 0 : word(name, 4 * round);
            if (round == rounds - 3) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Four units from {@code at}; where the text ends before, its length in bytes is the highest byte. */
    private static long word(String name, int at) {
        int end = Math.min(name.length(), at + 4);
        long word = end < at + 4 ? (2L * name.length()) << 56 : 0;
        for (int i = at; i < end; i++) {
            word |= (long) name.charAt(i) << (16 * (i - at));
        }
        return word;
    }
}
