package dev.annorank.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a terminal: texts with styles, measured in columns. Text comes from data: control characters, which could
 * drive a terminal, are shown as {@code ?}.
 */
final class Line {
    /** Sparing use: what carries meaning is said in text as well. */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        DIM("2"),
        GREEN("32"),
        YELLOW("33"),
        RED("31"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private record Span(String text, Style style) {}

    private final List<Span> spans = new ArrayList<>();
    private int width;

    Line add(String text) {
        return add(text, Style.PLAIN);
    }

    Line add(String text, Style style) {
        String clean = clean(text);
        spans.add(new Span(clean, style));
        width += width(clean);
        return this;
    }

    Line add(Line other) {
        spans.addAll(other.spans);
        width += other.width;
        return this;
    }

    /** Blanks up to a column; none if the line is there already. */
    Line padTo(int column) {
        return column > width ? add(" ".repeat(column - width)) : this;
    }

    /** Columns taken up. */
    int width() {
        return width;
    }

    /** The line cut off at {@code columns}, with or without codes for its styles. */
    String print(int columns, boolean styled) {
        StringBuilder text = new StringBuilder();
        int left = columns;
        for (Span span : spans) {
            String part = cut(span.text(), left);
            left -= width(part);
            boolean codes = styled && span.style() != Style.PLAIN && !part.isBlank();
            text.append(codes ? "\u001b[" + span.style().code + "m" : "")
                    .append(part)
                    .append(codes ? "\u001b[0m" : "");
            if (part.length() < span.text().length()) {
                break;
            }
        }
        return text.toString().stripTrailing();
    }

    /** The longest beginning of {@code text} that fits; never half a character. */
    static String cut(String text, int columns) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += width(c);
            if (used > columns) {
                return text.substring(0, at);
            }
            at += Character.charCount(c);
        }
        return text;
    }

    static int width(String text) {
        return text.codePoints().map(Line::width).sum();
    }

    static String clean(String text) {
        if (text.codePoints().noneMatch(Line::isUnfit)) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> clean.appendCodePoint(isUnfit(c) ? '?' : c));
        return clean.toString();
    }

    /** Control characters, line separators and the marks that turn the direction of writing. */
    private static boolean isUnfit(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || in(c, 0x202A, 0x202E)
                || in(c, 0x2066, 0x2069)
                || in(c, 0xD800, 0xDFFF);
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = in(c, 0x1100, 0x115F)
                || in(c, 0x2E80, 0xA4CF)
                || in(c, 0xAC00, 0xD7A3)
                || in(c, 0xF900, 0xFAFF)
                || in(c, 0xFE30, 0xFE6F)
                || in(c, 0xFF00, 0xFF60)
                || in(c, 0xFFE0, 0xFFE6)
                || in(c, 0x1F300, 0x1FAFF)
                || in(c, 0x20000, 0x3FFFD);
        return wide ? 2 : 1;
    }

    private static boolean in(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
