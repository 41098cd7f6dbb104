package dev.annorank.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * JSON being written into a byte array, of nothing but what a generated event holds. Some ten times as fast as a general
 * writer, so that making events does not disturb what is measured with them.
 */
final class JsonText {
    private byte[] bytes = new byte[1 << 14];
    private int length;

    void clear() {
        length = 0;
    }

    /** A copy of what was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** ASCII without anything that JSON would escape. */
    static byte[] literal(String text) {
        return text.getBytes(US_ASCII);
    }

    JsonText raw(byte[] text) {
        require(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    JsonText raw(char ascii) {
        require(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** A whole number, not negative. */
    JsonText number(long value) {
        return number(value, 1);
    }

    /** A whole number, not negative, with zeros in front up to so many digits. */
    JsonText number(long value, int leastDigits) {
        int digits = leastDigits;
        long reach = 1;
        for (int i = 1; i < leastDigits; i++) {
            reach *= 10;
        }
        while (value / reach >= 10) {
            reach *= 10;
            digits++;
        }
        require(digits);
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A coordinate in hundredths of a px, not negative, with up to two decimals as COCO writes it: 12, 12.3, 12.34. */
    JsonText hundredths(int value) {
        int whole = value / 100;
        int rest = value - 100 * whole;
        number(whole);
        if (rest != 0) {
            raw('.').raw((char) ('0' + rest / 10));
            if (rest % 10 != 0) {
                raw((char) ('0' + rest % 10));
            }
        }
        return this;
    }

    private void require(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }
}
