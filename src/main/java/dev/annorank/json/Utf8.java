package dev.annorank.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF, nothing cut short. */
public final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Where the text stops being UTF-8: the index of the first byte of the first malformed character, or -1 if there is
     * none. Linear, eight bytes a step where the text is ASCII.
     */
    public static int firstMalformed(byte[] text) {
        return firstMalformed(text, 0);
    }

    /** The same of the bytes from {@code start} on. */
    public static int firstMalformed(byte[] text, int start) {
        int i = start;
        int n = text.length;
        while (i < n) {
            while (i + 8 <= n && ((long) LONG.get(text, i) & HIGH_BITS) == 0) {
                i += 8;
            }
            if (i == n) {
                break;
            }
            int length = text[i] >= 0 ? 1 : multibyte(text, i, n);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** The length of the character of two to four bytes at {@code i}, or 0 if it is malformed. */
    private static int multibyte(byte[] text, int i, int n) {
        int lead = text[i] & 0xff;
        int second = i + 1 < n ? text[i + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(second) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int low = lead == 0xe0 ? 0xa0 : 0x80;
            int high = lead == 0xed ? 0x9f : 0xbf;
            return second >= low && second <= high && isTail(text, i + 2, n) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int low = lead == 0xf0 ? 0x90 : 0x80;
            int high = lead == 0xf4 ? 0x8f : 0xbf;
            return second >= low && second <= high && isTail(text, i + 2, n) && isTail(text, i + 3, n) ? 4 : 0;
        }
        return 0;
    }

    private static boolean isTail(byte[] text, int i, int n) {
        return i < n && isTail(text[i] & 0xff);
    }

    private static boolean isTail(int unit) {
        return (unit & 0xc0) == 0x80;
    }
}
