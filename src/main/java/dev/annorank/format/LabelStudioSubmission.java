package dev.annorank.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An annotation of Label Studio: what one person submitted for one task, all its instances together. */
final class LabelStudioSubmission {
    /** An instance before the submission's id is known. */
    private record Instance(String id, String label, Segmentation segmentation) {}

    private final long maxPixels;
    private final int maxRuns;
    private final WebhookReport report;
    private final List<Instance> instances = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private @Nullable String id;
    private @Nullable String task;
    private boolean cancelled;
    private OptionalLong createdAt = OptionalLong.empty();
    private OptionalLong updatedAt = OptionalLong.empty();
    private int width;
    private int height;
    private @Nullable String picture;

    private LabelStudioSubmission(long maxPixels, int maxRuns, WebhookReport report) {
        this.maxPixels = maxPixels;
        this.maxRuns = maxRuns;
        this.report = report;
    }

    /** Reads the object the parser stands on, to its end. An entry that is wrong is reported and left out. */
    static LabelStudioSubmission read(JsonParser parser, long maxPixels, int maxRuns, WebhookReport report)
            throws IOException {
        LabelStudioSubmission submission = new LabelStudioSubmission(maxPixels, maxRuns, report);
        WebhookJson.object(parser, submission::field);
        return submission;
    }

    private void field(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = Scalars.id(parser);
            case "task" -> task = task(parser);
            case "was_cancelled" -> cancelled = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "created_at" -> createdAt = WebhookJson.millis(parser);
            case "updated_at" -> updatedAt = WebhookJson.millis(parser);
            case "result" -> WebhookJson.list(parser, (unused, entry) -> take(LabelStudioResult.read(entry)));
            default -> parser.skipChildren();
        }
    }

    /** The task's id, or the task itself where Label Studio was told to expand it. */
    private static @Nullable String task(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.START_OBJECT
                ? LabelStudioTask.read(parser).id()
                : Scalars.id(parser);
    }

    private void take(LabelStudioResult result) {
        Integer columns = result.width();
        Integer rows = result.height();
        if (width == 0 && columns != null && rows != null) {
            width = columns;
            height = rows;
        }
        if (picture == null && columns != null && rows != null) {
            picture = result.picture();
        }
        if (!result.isInstance()) {
            report.unsupported(result.type());
            return;
        }
        try {
            String resultId = result.id();
            Instance instance = new Instance(resultId, result.label(), result.segmentation(maxPixels, maxRuns));
            if (columns == null || rows == null || columns != width || rows != height) {
                throw new RejectedException(
                        Reason.BAD_FIELD,
                        "its image has " + columns + " x " + rows + " px, the first of the annotation " + width + " x "
                                + height + "; a task must have one image");
            }
            requireSamePicture(result.picture());
            if (!ids.add(resultId)) {
                throw new RejectedException(Reason.BAD_FIELD, "its id is given twice");
            }
            instances.add(instance);
        } catch (RejectedException e) {
            report.skip("result " + result.shownId(), e.reason().code() + ": " + e.getMessage());
        }
    }

    private void requireSamePicture(@Nullable String its) {
        if (its != null && picture != null && !its.equals(picture)) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "it is on " + Errors.quoted(its) + ", the first of the annotation on " + Errors.quoted(picture)
                            + "; a task must have one image");
        }
    }

    /** The id of the task it belongs to, if it says so. */
    @Nullable
    String task() {
        return task;
    }

    boolean cancelled() {
        return cancelled;
    }

    String shownId() {
        return id == null ? "without id" : Errors.shown(id, 40);
    }

    /**
     * The event that makes this the image's annotations. Without any entry the image's size is unknown; then it is
     * deleted, which comes to the same: it has no instances left.
     */
    AnnotationEvent event(String dataset, LabelStudioTask image) {
        String imageId = image.requireId();
        OptionalLong version = updatedAt.isPresent() ? updatedAt : createdAt;
        if (width == 0) {
            return new ImageDeleted(dataset, version, imageId);
        }
        String prefix = id == null ? "" : id + "/";
        List<Annotation> annotations = new ArrayList<>(instances.size());
        for (Instance instance : instances) {
            annotations.add(new Annotation(prefix + instance.id(), instance.label(), instance.segmentation(), false));
        }
        return new ImageReplaced(
                dataset, version, new Image(imageId, width, height, image.fileName(), image.url()), annotations);
    }
}
