package dev.annorank.format.tool;

import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of one frame that make up one instance. A shape that is wrong is reported and left out, and the rest is the
 * instance; if none is left, the instance is left out with the reason of the first. The kind of the first, polygon or mask,
 * is that of all.
 */
final class CvatInstance {
    private final List<CvatShape> shapes;
    private final int frame;
    private final WebhookReport report;

    /** @param shapes at least one */
    CvatInstance(List<CvatShape> shapes, int frame, WebhookReport report) {
        this.shapes = shapes;
        this.frame = frame;
        this.report = report;
    }

    /** What is wrong with a part. */
    private record Problem(CvatShape shape, RejectedException reason) {}

    /** Puts a shape to the instance, or throws what is wrong with it. */
    private interface Part {
        void add(double[] points);
    }

    /**
     * The mask.
     *
     * @throws RejectedException if none of the shapes can be used
     */
    Segmentation segmentation(Image image, long maxPixels, int maxRuns) {
        if (shapes.get(0).isMask()) {
            CvatMask mask = new CvatMask(image, maxRuns);
            addAll(mask::add);
            return mask.united(maxPixels);
        }
        List<double[]> polygons = new ArrayList<>();
        addAll(points -> {
            Polygons unused = Polygons.of(points);
            polygons.add(points);
        });
        int length = polygons.stream().mapToInt(polygon -> polygon.length).sum();
        double[] coordinates = new double[length];
        int[] partEnds = new int[polygons.size()];
        int end = 0;
        for (int part = 0; part < partEnds.length; part++) {
            double[] polygon = polygons.get(part);
            System.arraycopy(polygon, 0, coordinates, end, polygon.length);
            end += polygon.length;
            partEnds[part] = end;
        }
        return new Polygons(coordinates, partEnds);
    }

    private void addAll(Part part) {
        List<Problem> problems = new ArrayList<>();
        int empty = 0;
        for (CvatShape shape : shapes) {
            try {
                if (shape.isMask() != shapes.get(0).isMask()) {
                    throw new RejectedException(
                            Reason.BAD_FIELD,
                            "it is a " + shape.type() + " of group " + shape.group() + ", which begins with a "
                                    + shapes.get(0).type() + "; a group must have one kind");
                }
                if (shape.points().length == 0 && shapes.size() > 1) {
                    empty++;
                } else {
                    part.add(shape.points());
                }
            } catch (RejectedException e) {
                problems.add(new Problem(shape, e));
            }
        }
        boolean isAnyUsed = problems.size() + empty < shapes.size();
        if (!isAnyUsed) {
            throw problems.isEmpty()
                    ? new RejectedException(Reason.BAD_POLYGON, "points is empty")
                    : problems.get(0).reason();
        }
        for (Problem problem : problems) {
            report.skip(
                    problem.shape().shown() + " of frame " + frame + ", a part of instance "
                            + shapes.get(0).id(),
                    problem.reason());
        }
    }
}
