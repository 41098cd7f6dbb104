package dev.annorank.view;

/**
 * Histograms over the instances of a dataset that have an area. A bin is {@code [edge i, edge i + 1)}; edges grow
 * geometrically; what lies outside counts in the first or the last bin. Arrays are the caller's own.
 *
 * @param instances instances counted
 * @param withoutArea instances that have none, counted nowhere else
 * @param siScsEdges n + 1 edges
 * @param siScsCounts n counts
 * @param areaEdgesPx2 m + 1 edges in px²
 * @param areaCounts m counts
 * @param scsMeanByArea mean of SCS in 1/px of the instances in each area bin; 0 where there are none
 * @param siScsMeanByArea mean of SI-SCS likewise
 */
public record Distribution(
        long instances,
        long withoutArea,
        double[] siScsEdges,
        long[] siScsCounts,
        double[] areaEdgesPx2,
        long[] areaCounts,
        double[] scsMeanByArea,
        double[] siScsMeanByArea) {}
