package dev.annorank.ranking;

import java.math.BigDecimal;

/**
 * The correctly rounded sum of a few doubles: the exact sum rounded once, half to even, whatever their order, equal to
 * Python's {@code math.fsum}.
 *
 * <p>Hot path. Two terms need no help: IEEE addition is correctly rounded. More are added with their rounding errors (Knuth's
 * TwoSum), and those errors with theirs. Usually the errors' sum is exact, or so tightly bounded that every value within
 * the bound leads to one double, which then is the answer; otherwise {@link BigDecimal} decides.
 */
final class RoundedSum {
    private RoundedSum() {}

    /**
     * Sums {@code terms[0]} to {@code terms[count - 1]}; 0 for no terms, infinite if the sum is too large for a double.
     *
     * @param terms finite and at least 0
     */
    static double of(double[] terms, int count) {
        if (count == 0) {
            return 0;
        }
        if (count == 1) {
            return terms[0];
        }
        double sum = terms[0] + terms[1];
        if (count == 2) {
            return sum;
        }
        double error = errorOf(terms[0], terms[1], sum);
        double unsure = 0;
        for (int i = 2; i < count; i++) {
            double term = terms[i];
            double next = sum + term;
            double lost = errorOf(sum, term, next);
            double nextError = error + lost;
            unsure += Math.abs(errorOf(error, lost, nextError));
            sum = next;
            error = nextError;
        }
        if (unsure == 0 && sum < Double.POSITIVE_INFINITY) {
            return sum + error;
        }
        // Twice the bound makes up for its own rounding, nextDown and nextUp for that of the two ends.
        double least = sum + Math.nextDown(error - 2 * unsure);
        double most = sum + Math.nextUp(error + 2 * unsure);
        return least == most ? least : exact(terms, count);
    }

    /** What is lost when a + b is rounded to {@code sum}; exact (Knuth, TAOCP 2, 4.2.2, theorem B). */
    private static double errorOf(double a, double b, double sum) {
        double bPart = sum - a;
        return (a - (sum - bPart)) + (b - bPart);
    }

    private static double exact(double[] terms, int count) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < count; i++) {
            sum = sum.add(new BigDecimal(terms[i]));
        }
        return sum.doubleValue();
    }
}
