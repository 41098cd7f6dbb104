package dev.annorank.ranking;

/**
 * What readers were last told of an image.
 *
 * @param rank its rank then; 0 if it was unranked
 * @param of how many images were ranked then; at least {@code rank}
 * @param keptMask bit j set where it was kept at prune rate j of the policy; 0 if it was unranked
 * @param stale whether it must be told anew whatever its rank, because its vector has changed since, or because the kept
 *     mask was for other prune rates
 */
public record Published(int rank, int of, int keptMask, boolean stale) {
    public Published {
        if (rank < 0 || rank > of) {
            throw new IllegalArgumentException("published rank is " + rank + " of " + of);
        }
        if (keptMask < 0 || (rank == 0 && keptMask != 0)) {
            throw new IllegalArgumentException("published kept mask of rank " + rank + " is " + keptMask);
        }
    }
}
