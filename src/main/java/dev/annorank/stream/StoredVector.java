package dev.annorank.stream;

import dev.annorank.model.ImageVector;

/**
 * An image's vector as the rank stage keeps it.
 *
 * @param sinceEpoch the last epoch begun when it arrived; what was published in a later epoch holds this vector
 * @param vector never empty
 */
record StoredVector(long sinceEpoch, ImageVector vector) {}
