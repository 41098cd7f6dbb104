package dev.annorank.ranking;

/**
 * A sum of doubles without rounding: a 128-bit two's-complement integer in units of 2<sup>-64</sup>, held as a high and a
 * low word. Adding and subtracting are exact, so the sum does not depend on order, and what is added and taken out again
 * leaves no trace. Its {@link #doubleValue() value} is the exact sum rounded once, half to even, as Python's
 * {@code math.fsum} gives it.
 *
 * <p>A value fits if it is 0 or a multiple of 2<sup>-64</sup> in (0, 2<sup>63</sup>). That holds every double in
 * [2<sup>-12</sup>, 2<sup>63</sup>), because the last bit of a double in [2<sup>-12</sup>, 2<sup>-11</sup>) is worth
 * 2<sup>-64</sup>. An SI-SCS is 0 or (isoperimetric inequality, up to rounding) at least 1, so it fits; and a sum of values
 * that fit, rounded to a double, is again a multiple of 2<sup>-64</sup>, so sums of sums fit too.
 *
 * <p>The static functions work on two neighbouring elements of a {@code long[]}, high word first, so that hot paths keep
 * many sums in one array.
 */
public final class ExactSum {
    /** Doubles from here to 2<sup>63</sup> all fit; below it only those that are multiples of 2<sup>-64</sup>. */
    public static final double SMALLEST_SURE = 0x1p-12;

    /** Words a sum takes in an array. */
    static final int WORDS = 2;

    private static final int FRACTION_BITS = 64;
    private static final long MANTISSA = (1L << 52) - 1;

    private final long[] words = new long[WORDS];

    /** Whether {@code value} can be added and subtracted; false for NaN, infinities and negative values. */
    public static boolean fits(double value) {
        // -0.0 passes and counts as 0.
        return value == 0 || (value >= SMALLEST_SURE && value < 0x1p63) || fitsSmall(value);
    }

    /** Adds {@code value}; throws as {@link #add(long[], int, double)} does. */
    public void add(double value) {
        add(words, 0, value);
    }

    /** Subtracts {@code value}; throws as {@link #add(long[], int, double)} does. */
    public void subtract(double value) {
        subtract(words, 0, value);
    }

    /** The sum, rounded once, half to even; 0 for a sum of nothing. */
    public double doubleValue() {
        return doubleValue(words[0], words[1]);
    }

    /** The upper 64 bits: the whole part, rounded down. */
    public long high() {
        return words[0];
    }

    /** The lower 64 bits: the fraction in units of 2<sup>-64</sup>, unsigned. */
    public long low() {
        return words[1];
    }

    /**
     * Adds {@code value} to the sum at {@code words[at]}, {@code words[at + 1]}.
     *
     * @throws IllegalArgumentException if the value does not {@linkplain #fits fit}; the sum is unchanged
     * @throws ArithmeticException if the sum leaves [-2<sup>63</sup>, 2<sup>63</sup>); the sum is unchanged
     */
    static void add(long[] words, int at, double value) {
        int shift = shiftOf(value);
        long mantissa = mantissaOf(value);
        long low = words[at + 1] + lowWord(mantissa, shift);
        long carry = Long.compareUnsigned(low, words[at + 1]) < 0 ? 1 : 0;
        long high = words[at] + highWord(mantissa, shift) + carry;
        // Only a non-negative value is ever added, so a sum that grew smaller has wrapped.
        if (high < words[at]) {
            throw new ArithmeticException("sum is too large: " + doubleValue(words[at], words[at + 1]) + " + " + value);
        }
        words[at] = high;
        words[at + 1] = low;
    }

    /** The counterpart of {@link #add(long[], int, double)}. */
    static void subtract(long[] words, int at, double value) {
        int shift = shiftOf(value);
        long mantissa = mantissaOf(value);
        long low = words[at + 1] - lowWord(mantissa, shift);
        long borrow = Long.compareUnsigned(low, words[at + 1]) > 0 ? 1 : 0;
        long high = words[at] - highWord(mantissa, shift) - borrow;
        if (high > words[at]) {
            throw new ArithmeticException("sum is too small: " + doubleValue(words[at], words[at + 1]) + " - " + value);
        }
        words[at] = high;
        words[at + 1] = low;
    }

    /** The sum of the two words as a double, rounded half to even. */
    public static double doubleValue(long high, long low) {
        if (high < 0) {
            // -(high:low); the least value negates to itself, which read as unsigned is its magnitude.
            return -magnitude(low == 0 ? -high : ~high, -low);
        }
        return magnitude(high, low);
    }

    private static double magnitude(long high, long low) {
        if ((high | low) == 0) {
            return 0;
        }
        int zeros = high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
        long top;
        long rest;
        if (zeros >= 64) {
            top = low << (zeros - 64);
            rest = 0;
        } else {
            top = zeros == 0 ? high : (high << zeros) | (low >>> (64 - zeros));
            rest = low << zeros;
        }
        // 63 bits of which the last stands for all that follow: enough for the conversion to round as the whole would.
        long sticky = (top >>> 1) | (top & 1) | (rest != 0 ? 1 : 0);
        return Math.scalb((double) sticky, 1 - zeros);
    }

    private static boolean fitsSmall(double value) {
        return value > 0 && value < SMALLEST_SURE && value * 0x1p64 == Math.rint(value * 0x1p64);
    }

    /** Where the mantissa's last bit goes; negative if trailing zeros of it fall off. Checks that the value fits. */
    private static int shiftOf(double value) {
        if (!fits(value)) {
            throw new IllegalArgumentException("value is " + value
                    + "; it must be 0 or a multiple of 2^-64 below 2^63 (every double from 2^-12 on is)");
        }
        return Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52 + FRACTION_BITS;
    }

    private static long mantissaOf(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return Math.getExponent(value) < Double.MIN_EXPONENT ? bits & MANTISSA : (bits & MANTISSA) | (MANTISSA + 1);
    }

    private static long highWord(long mantissa, int shift) {
        if (shift >= 64) {
            return mantissa << (shift - 64);
        }
        return shift > 0 ? mantissa >>> (64 - shift) : 0;
    }

    private static long lowWord(long mantissa, int shift) {
        if (shift >= 64) {
            return 0;
        }
        if (shift >= 0) {
            return mantissa << shift;
        }
        return shift > -64 ? mantissa >>> -shift : 0;
    }
}
