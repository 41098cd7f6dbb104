package dev.annorank.view;

import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Unscored;
import java.util.List;

/** Single instances as the topic {@code instances} tells them: newer than an epoch by what came since. Any thread. */
public interface InstanceView {
    /** Knows of none, and that is all there are. */
    InstanceView NONE = new InstanceView() {
        @Override
        public boolean isCaughtUp() {
            return true;
        }

        @Override
        public List<InstanceDetail> of(String dataset, String image, int limit) {
            return List.of();
        }

        @Override
        public Distribution distribution(String dataset) {
            return new InstanceHistograms().distribution();
        }

        @Override
        public Unscored unscored(String dataset) {
            return Unscored.NONE;
        }

        @Override
        public List<Outlier> outliers(String dataset, int limit) {
            return List.of();
        }
    };

    /** Whether all that was there when reading began has been read, and reading goes on. */
    boolean isCaughtUp();

    /**
     * The instances of an image in the order of their ids.
     *
     * @param limit at most so many
     */
    List<InstanceDetail> of(String dataset, String image, int limit);

    /** How SI-SCS and areas are spread over a dataset's instances; all zero for an unknown one. */
    Distribution distribution(String dataset);

    /** How many instances of a dataset score 0, and why; none for an unknown one. O(1). */
    Unscored unscored(String dataset);

    /**
     * Instances that are likely labeling errors, worst first.
     *
     * @param limit at most so many; a view keeps a bounded number of them
     */
    List<Outlier> outliers(String dataset, int limit);
}
