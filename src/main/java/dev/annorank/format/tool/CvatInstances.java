package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.json.Errors;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
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
    private final List<CvatTrack> tracks = new ArrayList<>();
    private boolean listed;

    private CvatInstances(WebhookReport report) {
        this.report = report;
    }

    /** Reads the object the parser stands on, to its end. */
    static CvatInstances read(JsonParser parser, WebhookReport report) throws IOException {
        CvatInstances instances = new CvatInstances(report);
        WebhookJson.object(parser, instances::field);
        if (!instances.listed) {
            // Without the list every image would be left without instances.
            throw Errors.missing("", "shapes", "the list of the job's shapes");
        }
        return instances;
    }

    private void field(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "shapes" -> {
                listed = true;
                WebhookJson.objects(parser, wrong -> report.skip("one shape", wrong), one -> {
                    CvatShape shape = CvatShape.read(one, null);
                    if (shape.isPolygon() || shape.isMask()) {
                        add(shape);
                    } else {
                        report.unsupported(shape.type());
                    }
                });
            }
            case "tracks" ->
                WebhookJson.objects(
                        parser,
                        wrong -> report.skip("one track", wrong),
                        one -> add(CvatTrack.read(one, wrong -> report.skip("one shape of a track", wrong))));
            default -> parser.skipChildren();
        }
    }

    private void add(CvatShape shape) {
        try {
            shapes.computeIfAbsent(shape.frame(), frame -> new ArrayList<>()).add(shape);
        } catch (RejectedException e) {
            report.skip(shape.shown(), e);
        }
    }

    private void add(CvatTrack track) {
        try {
            track.requireShapes();
        } catch (RejectedException e) {
            report.skip("track " + track.id(), e);
            return;
        }
        boolean any = false;
        for (CvatShape shape : track.shapes()) {
            if (shape.isPolygon() || shape.isMask()) {
                any = true;
                if (!shape.isOutside()) {
                    add(shape);
                }
            }
        }
        if (any) {
            tracks.add(track);
        } else {
            report.unsupported("track of " + track.type());
        }
    }

    /** Reports the shapes that are on no frame of the job, and those that CVAT shows but does not store. */
    void reportBeyond(CvatJob job) {
        shapes.forEach((frame, list) -> {
            if (frame < job.startFrame() || frame > job.stopFrame()) {
                report.skip(list.size() + " shapes of frame " + frame, "the frame is not one of job " + job.id());
            }
        });
        long interpolated = 0;
        for (CvatTrack track : tracks) {
            try {
                interpolated += track.interpolated(job.stopFrame());
            } catch (RejectedException e) {
                // It has a shape without a frame, which has been reported.
            }
        }
        if (interpolated > 0) {
            report.note("Of tracks, the shapes of keyframes are read. " + interpolated
                    + " more that CVAT shows on the frames"
                    + " after them are interpolated and stored nowhere: those frames have no instance of them. Make them"
                    + " keyframes to have them ranked.");
        }
    }

    /** Whether a frame has polygons or masks, usable or not. */
    boolean isOn(int frame) {
        return shapes.containsKey(frame);
    }

    /** The annotations of a frame. */
    List<Annotation> of(int frame, CvatLabels labels, Image image, long maxPixels, int maxRuns) {
        List<Annotation> annotations = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (List<CvatShape> shapesOfOne : grouped(shapes.getOrDefault(frame, List.of()))) {
            CvatShape first = shapesOfOne.get(0);
            CvatInstance instance = new CvatInstance(shapesOfOne, frame, report);
            try {
                String label = labels.name(first.label())
                        .orElseThrow(() -> new RejectedException(
                                Reason.BAD_FIELD, "CVAT knows no name of its label_id " + first.label()));
                Annotation annotation =
                        new Annotation(first.id(), label, instance.segmentation(image, maxPixels, maxRuns), false);
                if (!ids.add(first.id())) {
                    throw new RejectedException(Reason.BAD_FIELD, "its id is given twice");
                }
                annotations.add(annotation);
            } catch (RejectedException e) {
                report.skip(first.shown() + " of frame " + frame, e);
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
}
