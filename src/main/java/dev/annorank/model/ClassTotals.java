package dev.annorank.model;

/**
 * What a dataset holds of one class.
 *
 * @param dataset dataset name
 * @param category class name
 * @param instances instances of the class, those that score 0 included
 * @param images images with at least one of them
 * @param siScsSum S_c: exact sum of SI-SCS, rounded once
 * @param siScsMean siScsSum / instances
 * @param share instances / instances of all classes, in (0, 1]
 * @param epoch the ranking this is taken from
 */
public record ClassTotals(
        String dataset,
        String category,
        long instances,
        int images,
        double siScsSum,
        double siScsMean,
        double share,
        long epoch) {}
