package dev.annorank.http;

import io.javalin.http.HttpStatus;

/** Words of messages. */
final class Texts {
    private static final int MAX_SHOWN = 120;

    private Texts() {}

    /** What a client sent, made short and in one line. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(MAX_SHOWN)
                .forEach(c -> shown.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c));
        return text.codePointCount(0, text.length()) > MAX_SHOWN
                ? shown.append("...").toString()
                : shown.toString();
    }

    /** The status' own name, as RFC 9457 wants it of a problem without a type. */
    static String title(int status) {
        return HttpStatus.forStatus(status) == HttpStatus.UNKNOWN
                ? "Error"
                : HttpStatus.forStatus(status).getMessage();
    }
}
