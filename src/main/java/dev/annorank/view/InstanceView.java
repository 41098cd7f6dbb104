package dev.annorank.view;

import dev.annorank.model.InstanceDetail;
import java.util.List;

/** Single instances as the topic {@code instances} tells them: newer than an epoch by what came since. Any thread. */
public interface InstanceView {
    /** Whether all that was there when reading began has been read. */
    boolean isCaughtUp();

    /**
     * The instances of an image in the order of their ids.
     *
     * @param limit at most so many
     */
    List<InstanceDetail> of(String dataset, String image, int limit);

    /** How SI-SCS and areas are spread over a dataset's instances; all zero for an unknown one. */
    Distribution distribution(String dataset);

    /**
     * Instances that are likely labeling errors, worst first.
     *
     * @param limit at most so many; a view keeps a bounded number of them
     */
    List<Outlier> outliers(String dataset, int limit);
}
