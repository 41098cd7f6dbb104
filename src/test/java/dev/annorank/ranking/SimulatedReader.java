package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ImageVector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Someone who sees only what is published. */
final class SimulatedReader {
    final Map<String, Publication> images = new TreeMap<>();

    void publish(Publication publication) {
        images.put(publication.image(), publication);
    }

    void bury(String image) {
        assertThat(images.remove(image))
                .as("buried but never published: %s", image)
                .isNotNull();
    }

    Map<String, ImageVector> vectors() {
        Map<String, ImageVector> vectors = new HashMap<>();
        images.forEach((image, publication) -> vectors.put(image, publication.vector()));
        return vectors;
    }

    /** The images it thinks are kept at the policy's prune rate number {@code rate}. */
    Set<String> kept(int rate) {
        Set<String> kept = new HashSet<>();
        images.forEach((image, publication) -> {
            if (publication.isKept(rate)) {
                kept.add(image);
            }
        });
        return kept;
    }

    /** Guarantee G5, and that its vectors alone give the exact ranking. */
    void assertUpToDate(Map<String, ImageVector> truth, PublishPolicy policy, String what) {
        assertThat(vectors()).as(what).isEqualTo(truth);
        NaiveRanking exact = new NaiveRanking(vectors());
        int of = exact.ranked.size();
        for (int rank = 1; rank <= of; rank++) {
            Publication told = told(exact.ranked.get(rank - 1));
            double percentile = (double) rank / of;
            assertThat(told.isRanked()).as("%s: %s", what, told).isTrue();
            assertThat(Math.abs(told.percentile() - percentile))
                    .as("%s: rank %d of %d is told as %s", what, rank, of, told)
                    .isLessThanOrEqualTo(policy.tolerance());
            if (policy.tolerance() == 0) {
                assertThat(told.rank()).as("%s: %s", what, told).isEqualTo(rank);
            }
        }
        for (String image : exact.unranked) {
            Publication told = told(image);
            assertThat(told.isRanked()).as("%s: %s", what, told).isFalse();
            assertThat(told.keptMask()).as("%s: %s", what, told).isZero();
        }
        for (int rate = 0; rate < policy.pruneRates().length; rate++) {
            int kept = (int) Math.rint((1 - policy.pruneRates()[rate]) * of);
            assertThat(kept(rate))
                    .as("%s: kept at %s", what, policy.pruneRates()[rate])
                    .isEqualTo(new HashSet<>(exact.ranked.subList(0, kept)));
        }
    }

    private Publication told(String image) {
        Publication told = images.get(image);
        if (told == null) {
            throw new AssertionError("never told: " + image);
        }
        return told;
    }
}
