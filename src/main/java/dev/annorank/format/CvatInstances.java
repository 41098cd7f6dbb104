package dev.annorank.format;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.Polygons;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The instances of a job, frame by frame, from CVAT's annotations of it. What cannot be used is reported and left out. */
final class CvatInstances {
    private final WebhookReport report;
    private final Map<Integer, List<CvatShape>> shapes = new LinkedHashMap<>();

    private CvatInstances(WebhookReport report) {
        this.report = report;
    }

    /** Reads the object the parser stands on, to its end. */
    static CvatInstances read(JsonParser parser, WebhookReport report) throws IOException {
        CvatInstances instances = new CvatInstances(report);
        WebhookJson.object(parser, instances::field);
        return instances;
    }

    private void field(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "shapes" ->
                WebhookJson.list(parser, (unused, one) -> {
                    CvatShape shape = CvatShape.read(one);
                    if (shape.isPolygon() || shape.isMask()) {
                        shapes.computeIfAbsent(shape.frame(), frame -> new ArrayList<>())
                                .add(shape);
                    } else {
                        report.unsupported(shape.type());
                    }
                });
            case "tracks" ->
                WebhookJson.list(parser, (unused, one) -> {
                    one.skipChildren();
                    report.unsupported("track");
                });
            default -> parser.skipChildren();
        }
    }

    /** Reports the shapes that are on no frame of the job. */
    void reportBeyond(CvatJob job) {
        shapes.forEach((frame, list) -> {
            if (frame < job.startFrame() || frame > job.stopFrame()) {
                report.skip(list.size() + " shapes of frame " + frame, "the frame is not one of job " + job.id());
            }
        });
    }

    /** The annotations of a frame. */
    List<Annotation> of(int frame, CvatLabels labels, Image image, long maxPixels, int maxRuns) {
        List<Annotation> annotations = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        for (List<CvatShape> instance : grouped(shapes.getOrDefault(frame, List.of()))) {
            CvatShape first = instance.get(0);
            try {
                String label = labels.name(first.label())
                        .orElseThrow(() -> new RejectedException(
                                Reason.BAD_FIELD, "CVAT knows no name of its label_id " + first.label()));
                Segmentation mask = segmentation(instance, image, maxPixels, maxRuns);
                if (!ids.add(first.id())) {
                    throw new RejectedException(Reason.BAD_FIELD, "its id is given twice");
                }
                annotations.add(new Annotation(Long.toString(first.id()), label, mask, false));
            } catch (RejectedException e) {
                report.skip(
                        "shape " + first.id() + " of frame " + frame, e.reason().code() + ": " + e.getMessage());
            }
        }
        return annotations;
    }

    /** The shapes of each instance: those of a group and label together, any other alone. */
    private static Iterable<List<CvatShape>> grouped(List<CvatShape> shapes) {
        Map<List<Integer>, List<CvatShape>> instances = new LinkedHashMap<>();
        int alone = 0;
        for (CvatShape shape : shapes) {
            List<Integer> key = shape.group() == 0 ? List.of(alone++) : List.of(shape.group(), shape.label());
            instances.computeIfAbsent(key, unused -> new ArrayList<>()).add(shape);
        }
        return instances.values();
    }

    private static Segmentation segmentation(List<CvatShape> shapes, Image image, long maxPixels, int maxRuns) {
        List<double[]> points = new ArrayList<>();
        int length = 0;
        for (CvatShape shape : shapes) {
            if (shape.isMask() != shapes.get(0).isMask()) {
                throw new RejectedException(
                        Reason.BAD_FIELD,
                        "its group " + shape.group() + " has both polygons and masks; it must have one kind");
            }
            points.add(shape.points());
            length += shape.points().length;
        }
        if (shapes.get(0).isMask()) {
            return CvatMask.decode(points, image, maxPixels, maxRuns);
        }
        double[] coordinates = new double[length];
        int[] partEnds = new int[points.size()];
        int end = 0;
        for (int part = 0; part < partEnds.length; part++) {
            double[] polygon = points.get(part);
            System.arraycopy(polygon, 0, coordinates, end, polygon.length);
            end += polygon.length;
            partEnds[part] = end;
        }
        return new Polygons(coordinates, partEnds);
    }
}
