package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns what CVAT posts to a webhook, and what its REST API then tells, into events. What it decides:
 *
 * <ul>
 *   <li>A payload only says which job changed. The job itself is asked for again, and its {@code updated_date} is the
 *       version: a payload that comes late brings what is true now, not what was true then.
 *   <li>An image is a frame, its id {@code task/frame}: names repeat from task to task, these numbers do not. The frame's
 *       name becomes the file name. The dataset is the caller's, or else {@code cvat-project-ID}, or {@code cvat-task-ID}
 *       for a task without project.
 *   <li>Each frame of the job is replaced as a whole, also one without any shape; a deleted frame is deleted. A frame without
 *       a size, or with polygons and masks of which none can be used, is named and its image stays as it was. Where jobs
 *       overlap, the one that changed last decides.
 *   <li>An instance is a polygon or a mask, or all those of one frame that share a group and a label; its id is that of the
 *       first shape. A shape that is wrong is named and left out; its group's rest is the instance. Other shapes are counted
 *       and left out.
 *   <li>A track of polygons or masks is an instance on each frame where it has a shape and is not outside, with the id
 *       {@code track-ID}. Nothing is interpolated; the answer says how many shapes CVAT shows that it does not store.
 *   <li>No instance is a crowd, also where CVAT's own export to COCO would say so of every mask.
 *   <li>Jobs of type ground_truth and consensus_replica are about frames that other jobs are about and are left out.
 *   <li>{@code delete:task} deletes the task's images, whatever their version. Other events change nothing.
 * </ul>
 *
 * <p>Immutable; time and memory are linear in the texts' lengths and the masks' run lengths.
 */
public final class CvatWebhook {
    /**
     * What a payload asks for.
     *
     * @param job the job to be fetched and converted, if any
     * @param events what is to be sent without that
     */
    public record Notice(OptionalInt job, WebhookEvents events) {}

    private static final String SUPPORTED = "polygons and masks";

    private final long maxPixels;
    private final int maxRuns;

    /**
     * @param maxPixels largest mask, 1 to 2^29 px
     * @param maxRuns most run lengths of a mask
     */
    public CvatWebhook(long maxPixels, int maxRuns) {
        this.maxPixels = maxPixels;
        this.maxRuns = maxRuns;
    }

    /**
     * Reads a payload whose signature is right.
     *
     * @param dataset where its images belong, if the caller knows
     * @throws RejectedException if it is no payload of CVAT, whatever the bytes are; no other exception
     */
    public Notice read(byte[] payload, Optional<String> dataset) {
        dataset.ifPresent(Ids::requireDataset);
        Payload fields = WebhookJson.read("the payload", payload, parser -> {
            Payload read = new Payload();
            WebhookJson.object(parser, read::field);
            return read;
        });
        WebhookReport report = new WebhookReport();
        OptionalInt job = OptionalInt.empty();
        switch (fields.event()) {
            case "create:job", "update:job" -> job = OptionalInt.of(required(fields.job.id, "job.id"));
            case "delete:task" -> deleteTask(fields.task, dataset, report);
            case "ping" -> report.note("Hello. Events update:job, create:job and delete:task are of use here.");
            default -> report.note("Nothing to do: " + Errors.shown(fields.event(), 40) + " changes no annotation.");
        }
        return new Notice(job, report.build(SUPPORTED));
    }

    /**
     * Converts what CVAT tells of a job.
     *
     * @param job of {@code GET /api/jobs/ID}
     * @param annotations of {@code GET /api/jobs/ID/annotations}
     * @param meta of {@code GET /api/jobs/ID/data/meta}
     * @param labels of {@code GET /api/labels?job_id=ID}, all pages
     * @param dataset where its images belong, if the caller knows
     * @throws RejectedException if the texts are something else; no other exception
     */
    public WebhookEvents convert(
            byte[] job, byte[] annotations, byte[] meta, CvatLabels labels, Optional<String> dataset) {
        WebhookReport report = new WebhookReport();
        CvatJob range = WebhookJson.read("CVAT's job", job, CvatJob::read);
        if (!range.isAnnotation()) {
            report.skip("job " + range.id(), "its type is " + Errors.shown(range.type(), 40) + ", not annotation");
            return report.build(SUPPORTED);
        }
        CvatFrames frames = WebhookJson.read("CVAT's data/meta", meta, CvatFrames::read);
        if (frames.isEmpty()) {
            throw Errors.missing(
                    "", "frames", "CVAT's data/meta says of no frame of job " + range.id() + " what it is");
        }
        CvatInstances instances = WebhookJson.read(
                "CVAT's list of annotations", annotations, parser -> CvatInstances.read(parser, report));
        instances.reportBeyond(range);
        String name = dataset.orElseGet(range::dataset);
        OptionalLong version = OptionalLong.of(range.updatedAt());
        for (int frame = range.startFrame(); frame <= range.stopFrame(); frame++) {
            if (frames.isDeleted(frame)) {
                report.event(new ImageDeleted(name, version, CvatJob.imageId(range.task(), frame)));
                continue;
            }
            try {
                Image image = frames.image(range, frame);
                List<Annotation> found = instances.of(frame, labels, image, maxPixels, maxRuns);
                if (found.isEmpty() && instances.isOn(frame)) {
                    report.note("Image " + image.id() + " stays as it was: none of its shapes can be used.");
                } else {
                    report.event(new ImageReplaced(name, version, image, found));
                }
            } catch (RejectedException e) {
                report.skip(
                        "frame " + frame, e.reason().code() + ": " + e.getMessage() + "; the image stays as it was");
            }
        }
        return report.build(SUPPORTED);
    }

    private static void deleteTask(Numbers task, Optional<String> dataset, WebhookReport report) {
        int id = required(task.id, "task.id");
        if (task.size > CvatJob.MAX_FRAMES) {
            throw new RejectedException(
                    Reason.BAD_FIELD, "task.size is " + task.size + "; at most " + CvatJob.MAX_FRAMES);
        }
        String name = dataset.orElseGet(() -> CvatJob.dataset(task.project, id));
        for (int frame = 0; frame < task.size; frame++) {
            report.event(new ImageDeleted(name, OptionalLong.empty(), CvatJob.imageId(id, frame)));
        }
    }

    private static int required(int number, String field) {
        if (number == 0) {
            throw Errors.missing("", field, "a whole number, at least 1");
        }
        return number;
    }

    private static final class Payload {
        private final Numbers job = new Numbers();
        private final Numbers task = new Numbers();
        private @Nullable String event;

        private void field(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "event" -> event = Scalars.text(parser);
                case "job" -> WebhookJson.object(parser, job::field);
                case "task" -> WebhookJson.object(parser, task::field);
                default -> parser.skipChildren();
            }
        }

        private String event() {
            if (event == null) {
                throw Errors.missing("", "event", "what happened, as update:job");
            }
            return event;
        }
    }

    /** What matters of a job or task in a payload. */
    private static final class Numbers {
        private int id;
        private int size;
        private @Nullable Integer project;

        private void field(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "id" -> id = WebhookJson.wholeNumber(parser, 1, Integer.MAX_VALUE, Reason.BAD_FIELD);
                case "size" -> size = orZero(parser);
                case "project_id" -> {
                    int given = orZero(parser);
                    project = given == 0 ? null : given;
                }
                default -> parser.skipChildren();
            }
        }

        private static int orZero(JsonParser parser) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_NULL
                    ? 0
                    : WebhookJson.wholeNumber(parser, 0, Integer.MAX_VALUE, Reason.BAD_FIELD);
        }
    }
}
