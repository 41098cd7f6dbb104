package dev.annorank.state;

/**
 * What an image holds of one class.
 *
 * @param count instances, at least 1
 * @param high upper word of the exact sum of their SI-SCS, at least 0
 * @param low its lower word
 */
public record ClassSum(int count, long high, long low) {
    public ClassSum {
        if (count < 1 || high < 0) {
            throw new IllegalArgumentException("count is " + count + ", upper word of the sum is " + high);
        }
    }
}
