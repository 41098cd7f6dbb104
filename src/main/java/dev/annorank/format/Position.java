package dev.annorank.format;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * A place in the (uncompressed) text of a file.
 *
 * @param line from 1
 * @param column from 1, in bytes; below 1 where it is unknown (past 2 GB in one line)
 * @param offset bytes before it
 */
public record Position(int line, int column, long offset) {
    public static Position of(JsonLocation location) {
        return new Position(location.getLineNr(), location.getColumnNr(), location.getByteOffset());
    }

    @Override
    public String toString() {
        return column < 1 ? "byte " + offset : "line " + line + ", column " + column;
    }
}
