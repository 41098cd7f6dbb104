package dev.annorank.model;

/** How long text becomes in the JSON that annorank writes. */
public final class JsonLength {
    /** No UTF-16 unit takes more: a control character and each half of a surrogate pair are written {@code \}{@code uXXXX}. */
    public static final int MAX_BYTES_A_UNIT = 6;

    private static final int ESCAPED = 2;

    private JsonLength() {}

    /**
     * Bytes of the text in UTF-8 as a JSON string, quotes not counted; from its length to {@value #MAX_BYTES_A_UNIT} times
     * that. Never less than its modified UTF-8, as {@link java.io.DataOutput} writes it, takes.
     */
    public static int of(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += of(text.charAt(i));
        }
        return bytes;
    }

    private static int of(char unit) {
        if (unit < ' ') {
            boolean isShort = unit == '\b' || unit == '\t' || unit == '\n' || unit == '\f' || unit == '\r';
            return isShort ? ESCAPED : MAX_BYTES_A_UNIT;
        }
        if (unit < 0x80) {
            return unit == '"' || unit == '\\' ? ESCAPED : 1;
        }
        if (unit < 0x800) {
            return 2;
        }
        return Character.isSurrogate(unit) ? MAX_BYTES_A_UNIT : 3;
    }
}
