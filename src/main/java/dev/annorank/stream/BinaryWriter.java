package dev.annorank.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Fields to bytes as {@link java.io.DataOutput} writes them. Hot path: several for each event, hence on a plain array.
 */
final class BinaryWriter {
    private byte[] bytes = new byte[128];
    private int size;

    void writeByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    void writeInt(int value) {
        room(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void writeLong(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void writeDouble(double value) {
        writeLong(Double.doubleToLongBits(value));
    }

    void writeUTF(String text) {
        int length = text.length();
        room(2 + length);
        int start = size;
        bytes[size++] = (byte) (length >>> 8);
        bytes[size++] = (byte) length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0 || c > 0x7F || length > 0xFFFF) {
                size = start;
                writeWideUTF(text);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    /** All that was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void writeWideUTF(String text) {
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        try {
            new DataOutputStream(wide).writeUTF(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] encoded = wide.toByteArray();
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
