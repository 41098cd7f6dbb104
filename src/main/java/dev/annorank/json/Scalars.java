package dev.annorank.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Ids;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Single values of the fields we use. Each method reads the value its parser stands on and takes {@code null} for an
 * absent field; a value of another type is a {@link RejectedException} that names the field.
 */
public final class Scalars {
    private static final int MAX_LONG_DIGITS = 19;
    /** More than an id of 128 bits takes. */
    private static final int MAX_ID_DIGITS = 40;

    private static final double[] POWERS_OF_TEN = new double[19];

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private Scalars() {}

    /**
     * An id: a string or a whole number, as text. The number 82, the number 82.0, which some exporters write, and the string
     * "82" are the same id.
     */
    public static @Nullable String id(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            String digits = parser.getText();
            return Ids.requireId(Errors.path(parser), digits.equals("-0") ? "0" : digits);
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            BigInteger whole = whole(parser.getText(), MAX_ID_DIGITS);
            if (whole != null) {
                return whole.toString();
            }
        }
        if (token != JsonToken.VALUE_STRING) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "a string or a whole number");
        }
        String id = parser.getText();
        if (id.isEmpty() || id.length() > Ids.MAX_ID_LENGTH || firstTornSurrogate(id) >= 0) {
            Ids.requireId(Errors.path(parser), id);
        }
        return id;
    }

    /** Any text that can be written as UTF-8 again. */
    public static @Nullable String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "a string");
        }
        String text = parser.getText();
        if (firstTornSurrogate(text) >= 0) {
            requireUtf8(Errors.path(parser), text);
        }
        return text;
    }

    /**
     * Text that nothing depends on, such as a file name: a number or a boolean as it is written. What is no text, or could
     * not be written as UTF-8 again, is as good as absent. The parser is at the value's end.
     */
    public static @Nullable String optionalText(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getText();
        return firstTornSurrogate(text) < 0 ? text : null;
    }

    /** Returns {@code text} or throws {@link RejectedException} if a surrogate in it has no partner: UTF-8 has no such. */
    static String requireUtf8(String field, String text) {
        int torn = firstTornSurrogate(text);
        if (torn >= 0) {
            throw new RejectedException(Reason.BAD_ENCODING, field + " has an unpaired surrogate at character " + torn);
        }
        return text;
    }

    /** A whole number from 0 to 2^63 - 1; 5.0 and the string "5" are 5. */
    public static @Nullable Long wholeNumber(JsonParser parser) throws IOException {
        return wholeNumberWithin(
                parser, 0, Long.MAX_VALUE, Reason.BAD_FIELD, "a whole number from 0 to " + Long.MAX_VALUE);
    }

    /** A number of pixels from 1 to 2^31 - 1; 500.0 and the string "500", as some exporters write it, are 500. */
    public static @Nullable Integer pixels(JsonParser parser) throws IOException {
        Long pixels = wholeNumberWithin(
                parser, 1, Integer.MAX_VALUE, Reason.BAD_FIELD, "a whole number of pixels, at least 1");
        return pixels == null ? null : pixels.intValue();
    }

    /** {@code iscrowd}: 0, 1, false, true, as a number, a boolean or a string; null is 0. */
    static boolean flag(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() == 1) {
            char digit = parser.getTextCharacters()[parser.getTextOffset()];
            if (digit == '0' || digit == '1') {
                return digit == '1';
            }
        } else if (token.isScalarValue()) {
            String text = parser.getText();
            if (text.equalsIgnoreCase("true") || text.equals("1")) {
                return true;
            }
            if (text.equalsIgnoreCase("false") || text.equals("0")) {
                return false;
            }
            BigInteger whole = whole(text, 1);
            if (whole != null && whole.signum() >= 0 && whole.intValue() <= 1) {
                return whole.signum() == 1;
            }
        }
        throw Errors.wrong(parser, Reason.BAD_FIELD, "0 or 1");
    }

    /**
     * The whole number that the parser stands on, written as an integer, as a float without a fraction or as text.
     *
     * @return null for a JSON null
     * @throws RejectedException if there is no such number from {@code min} to {@code max}
     */
    static @Nullable Long wholeNumberWithin(JsonParser parser, long min, long max, Reason reason, String right)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() < MAX_LONG_DIGITS) {
            long value = parser.getLongValue();
            if (value >= min && value <= max) {
                return value;
            }
        } else if (isNumber(token) || token == JsonToken.VALUE_STRING) {
            BigInteger whole = whole(parser.getText(), MAX_LONG_DIGITS);
            if (whole != null && whole.bitLength() < Long.SIZE) {
                long value = whole.longValue();
                if (value >= min && value <= max) {
                    return value;
                }
            }
        }
        throw Errors.wrong(parser, reason, right);
    }

    /** The number that {@code text} writes, or null if it writes none, none that is whole, or one of more digits. */
    private static @Nullable BigInteger whole(String text, int maxDigits) {
        if (text.length() > Json.MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.signum() == 0) {
                return BigInteger.ZERO;
            }
            // Looked at first: 1e999999999 in full, or a division by it, would take all memory and time.
            long digits = (long) number.precision() - number.scale();
            return digits < 1 || digits > maxDigits ? null : number.toBigIntegerExact();
        } catch (NumberFormatException noNumber) {
            return null;
        } catch (ArithmeticException fraction) {
            return null;
        }
    }

    static boolean isNumber(@Nullable JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    /**
     * The double nearest to the number the parser stands on; infinite for 1e999, NaN for the token NaN. Where the digits
     * make an integer below 2^53 and there is no exponent, that integer and the power of ten are both exact, so one
     * division rounds correctly (Clinger's fast path) and no text needs to be made; nearly every coordinate is of that kind.
     */
    static double number(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int i = parser.getTextOffset();
        int end = i + parser.getTextLength();
        if (end - i > 19) {
            return parser.getDoubleValue();
        }
        boolean negative = text[i] == '-';
        if (negative) {
            i++;
        }
        long digits = 0;
        int point = -1;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
            } else if (c == '.') {
                point = i;
            } else {
                return parser.getDoubleValue();
            }
        }
        if (digits < 0 || digits > 1L << 53) {
            return parser.getDoubleValue();
        }
        double value = point < 0 ? digits : digits / POWERS_OF_TEN[end - point - 1];
        return negative ? -value : value;
    }

    private static int firstTornSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
