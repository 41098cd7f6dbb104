package dev.annorank.score;

import dev.annorank.mask.ContourMeasurer;
import dev.annorank.mask.OutlinedShape;
import dev.annorank.mask.PolygonMeasurer;
import dev.annorank.mask.SelfCrossing;
import dev.annorank.mask.Shape;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.RejectedException;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.Segmentation;
import dev.annorank.model.ShapeScore;

/**
 * Scores one instance: SCS = P / A in 1/px and SI-SCS = P / (2 sqrt(pi A)), section 3 of arXiv 2503.00828.
 *
 * <p>An instance without area (no pixels, one pixel, a line) has SCS and SI-SCS 0 and keeps its perimeter and contours.
 * A crowd scores {@link ShapeScore#ZERO} unless crowds are included; its segmentation must be right all the same.
 *
 * <p>The score is a pure function of image size and annotation: the same bits on every machine. Not thread-safe: it
 * reuses buffers, one scorer a thread.
 */
public final class InstanceScorer {
    private final Measure measure;
    private final boolean includeCrowds;
    private final ContourMeasurer contours;
    private final PolygonMeasurer polygons;
    private final SelfCrossing selfCrossing = new SelfCrossing();

    /** A scorer that gives crowds no score, as the paper does. */
    public InstanceScorer(Measure measure, long maxMaskPixels) {
        this(measure, maxMaskPixels, false);
    }

    /**
     * A scorer.
     *
     * @param maxMaskPixels the most pixels that an image may have; 1 to {@link ContourMeasurer#HIGHEST_MAX_PIXELS}
     * @param includeCrowds whether {@code iscrowd} instances score like any other
     */
    public InstanceScorer(Measure measure, long maxMaskPixels, boolean includeCrowds) {
        this.measure = measure;
        this.includeCrowds = includeCrowds;
        this.contours = new ContourMeasurer(maxMaskPixels);
        this.polygons = new PolygonMeasurer(contours);
    }

    /**
     * Scores an instance of an image.
     *
     * @throws RejectedException if the segmentation cannot be used; the message says why
     */
    public ShapeScore score(Image image, Annotation annotation) {
        Segmentation segmentation = annotation.segmentation();
        if (annotation.crowd() && !includeCrowds) {
            contours.validate(segmentation, image.width(), image.height());
            return ShapeScore.ZERO;
        }
        Shape shape = measure == Measure.CONTOUR
                ? contours.measure(segmentation, image.width(), image.height())
                : polygons.measure(segmentation, image.width(), image.height());
        return score(shape);
    }

    /**
     * The same as {@link #score(Image, Annotation)}, with what it takes to draw the instance and to doubt it.
     *
     * @throws RejectedException if the segmentation cannot be used; the message says why
     */
    public ScoredInstance scoreAndOutline(Image image, Annotation annotation) {
        Segmentation segmentation = annotation.segmentation();
        if (annotation.crowd() && !includeCrowds) {
            return new ScoredInstance(
                    annotation.id(), annotation.category(), annotation.crowd(), score(image, annotation));
        }
        OutlinedShape outlined = measure == Measure.CONTOUR
                ? contours.outline(segmentation, image.width(), image.height())
                : polygons.outline(segmentation, image.width(), image.height());
        return new ScoredInstance(
                annotation.id(),
                annotation.category(),
                annotation.crowd(),
                score(outlined.shape()),
                outlined.outline(),
                selfCrossing.isIn(segmentation));
    }

    /** Pairs of edges that measuring would compare, as {@link PolygonMeasurer#pairs} counts them; 0 where none are. */
    double pairs(Annotation annotation) {
        boolean isMeasured = measure == Measure.POLYGON && (includeCrowds || !annotation.crowd());
        return isMeasured && annotation.segmentation() instanceof Segmentation.Polygons outline
                ? PolygonMeasurer.pairs(outline)
                : 0;
    }

    /** How often what was scored so far crossed itself, where that had to be repaired. */
    long crossings() {
        return polygons.crossings();
    }

    /** The scores of a shape. */
    public static ShapeScore score(Shape shape) {
        double perimeter = shape.perimeterPx();
        double area = shape.areaPx2();
        if (area == 0) {
            return new ShapeScore(perimeter, area, shape.contours(), 0, 0);
        }
        return new ShapeScore(
                perimeter, area, shape.contours(), perimeter / area, perimeter / (2 * Math.sqrt(Math.PI * area)));
    }
}
