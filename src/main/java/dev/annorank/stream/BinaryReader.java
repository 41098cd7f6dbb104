package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** What {@link BinaryWriter} wrote. Hot path, hence on a plain array. */
final class BinaryReader {
    private final byte[] bytes;
    private int at;

    BinaryReader(byte[] bytes) {
        this.bytes = bytes;
    }

    byte readByte() throws IOException {
        require(1);
        return bytes[at++];
    }

    boolean readBoolean() throws IOException {
        return readByte() != 0;
    }

    int readInt() throws IOException {
        require(Integer.BYTES);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    long readLong() throws IOException {
        require(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    double readDouble() throws IOException {
        return Double.longBitsToDouble(readLong());
    }

    /** How many entries follow, each of at least so many bytes; what is no such number must not take all the memory. */
    int readSize(int leastBytes) throws IOException {
        int size = readInt();
        if (size < 0 || size > (bytes.length - at) / leastBytes) {
            throw new IOException(size + " entries do not fit " + (bytes.length - at) + " bytes");
        }
        return size;
    }

    /** Nothing must follow. */
    void requireEnd() throws IOException {
        if (at != bytes.length) {
            throw new IOException("goes on after its end, byte " + at);
        }
    }

    String readUTF() throws IOException {
        require(2);
        int length = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
        require(2 + length);
        int start = at + 2;
        int end = start + length;
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0) {
                String wide = new DataInputStream(new ByteArrayInputStream(bytes, at, 2 + length)).readUTF();
                at = end;
                return wide;
            }
        }
        at = end;
        return new String(bytes, start, length, ISO_8859_1);
    }

    private void require(int more) throws EOFException {
        if (bytes.length - at < more) {
            throw new EOFException("ends at byte " + bytes.length);
        }
    }
}
