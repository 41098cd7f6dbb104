package dev.annorank.stream;

/**
 * What readers were last told of an image, as the rank stage keeps it.
 *
 * @param epoch in which epoch
 * @param rank its rank then; 0 if it scored 0
 * @param of how many images were ranked then
 * @param keptMask bit j set where it was kept at prune rate j
 */
record StoredPublication(long epoch, int rank, int of, int keptMask) {}
