package dev.annorank.format.tool;

import static dev.annorank.model.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Json;
import dev.annorank.json.Scalars;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.Ids;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Label Studio posts to a webhook into events. What it decides:
 *
 * <ul>
 *   <li>A task is an image, its id the image id. {@code task.data} (image, img, image_url or url) says where the picture is.
 *       Of a task with several pictures only the first that has a mask counts.
 *   <li>A submission (Label Studio calls it an annotation) replaces all of the image's instances, with the time of its
 *       last change as version; a time without an offset is UTC. So of several people's submissions the one changed last
 *       counts, and posts that come late, twice or in another order do no harm. Nothing needs to be remembered for that.
 *   <li>An instance is a result of type polygonlabels, brushlabels or bitmasklabels (or labels with points, rle or
 *       imageDataURL); its id is {@code submission/result}, its class the first label. A result that is wrong is named and
 *       left out; the rest of the submission is taken.
 *   <li>Boxes, ellipses (turned or not), points and lines are no outlines of instances: they are counted as not supported.
 *       Results that are not drawn, as choices and texts, are none of its business.
 *   <li>A submission without any result says no size and becomes image.deleted. One of which nothing can be used leaves the
 *       image as it was. Cancelled (skipped) ones change nothing.
 *   <li>Coordinates and masks are those of the image as it is stored: Label Studio turns them back if the image was turned
 *       on the screen ({@code image_rotation}).
 *   <li>TASKS_DELETED deletes the images, whatever their version, for it says no time.
 *   <li>ANNOTATIONS_DELETED has only ids of submissions: neither which image they were about nor whether another
 *       submission remains. Nothing is done, and the answer says what to do.
 *   <li>The dataset is the caller's, or else {@code label-studio-project-ID}.
 * </ul>
 *
 * <p>Immutable; time and memory are linear in the payload's length and the masks' run lengths.
 */
public final class LabelStudioWebhook {
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int MAX_NAME_LENGTH = 100;

    private final long maxPixels;
    private final int maxRuns;

    /**
     * @param maxPixels largest brush mask, 1 to 2^29 px
     * @param maxRuns most run lengths of a brush mask
     */
    public LabelStudioWebhook(long maxPixels, int maxRuns) {
        this.maxPixels = maxPixels;
        this.maxRuns = maxRuns;
    }

    /**
     * Reads a payload.
     *
     * @param payload the request's body
     * @param dataset where its images belong, if the caller knows
     * @throws RejectedException if it is no payload of Label Studio, whatever the bytes are; no other exception
     */
    public WebhookEvents read(byte[] payload, Optional<String> dataset) {
        dataset.ifPresent(Ids::requireDataset);
        WebhookReport report = new WebhookReport();
        Payload read = WebhookJson.read("the payload", payload, parser -> {
            Payload fields = new Payload(report);
            WebhookJson.object(parser, fields::field);
            return fields;
        });
        read.convert(dataset);
        return report.build("polygonlabels, brushlabels and bitmasklabels");
    }

    private final class Payload {
        private final WebhookReport report;
        private final List<LabelStudioSubmission> submissions = new ArrayList<>();
        private final List<LabelStudioTask> tasks = new ArrayList<>();
        private final Map<String, LabelStudioTask> tasksById = new HashMap<>();
        private @Nullable String action;
        private @Nullable String project;
        private @Nullable RejectedException projectProblem;
        private int deletedSubmissions;

        private Payload(WebhookReport report) {
            this.report = report;
        }

        private void field(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "action" -> action = Scalars.text(parser);
                case "project" -> project(parser);
                case "annotation" ->
                    oneOrMore(parser, "annotation", one -> submissions.add(LabelStudioSubmission.read(one, report)));
                case "task", "tasks" -> oneOrMore(parser, "task", this::task);
                case "annotations" ->
                    WebhookJson.list(parser, (unused, one) -> {
                        deletedSubmissions++;
                        one.skipChildren();
                    });
                default -> parser.skipChildren();
            }
        }

        private void task(JsonParser parser) throws IOException {
            LabelStudioTask task = LabelStudioTask.read(parser);
            tasks.add(task);
            if (task.id() != null) {
                tasksById.put(task.id(), task);
            }
        }

        /** Reads an object, or each of a list of them: some actions are about one, some about many. */
        private void oneOrMore(JsonParser parser, String what, WebhookJson.ElementReader reader) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                WebhookJson.objects(parser, wrong -> report.skip("one " + what, wrong), reader);
            } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                reader.read(parser);
            }
        }

        /** It is not needed where the caller names the dataset; what is wrong with it counts when it is. */
        private void project(JsonParser parser) throws IOException {
            JsonStreamContext holder = WebhookJson.holder(parser);
            try {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    project = Scalars.id(parser);
                    return;
                }
                WebhookJson.object(parser, (name, value) -> {
                    if (name.equals("id")) {
                        project = Scalars.id(value);
                    } else {
                        value.skipChildren();
                    }
                });
            } catch (RejectedException e) {
                projectProblem = e;
                Json.skipToEndOfValue(parser, holder);
            }
        }

        private void convert(Optional<String> given) {
            if (action == null) {
                throw Errors.missing("", "action", "what happened, as ANNOTATION_CREATED");
            }
            switch (action) {
                case "ANNOTATION_CREATED", "ANNOTATION_UPDATED", "ANNOTATIONS_CREATED" -> submitted(given);
                case "ANNOTATION_DELETED", "ANNOTATIONS_DELETED" -> submissionsDeleted();
                case "TASKS_DELETED" -> tasksDeleted(given);
                default -> report.note("Nothing to do: " + Errors.shown(action, 40) + " changes no annotation.");
            }
        }

        private void submitted(Optional<String> given) {
            requirePayload(submissions.isEmpty() && report.isEmpty(), "annotation");
            String dataset = dataset(given);
            LabelStudioBitmask bitmasks = new LabelStudioBitmask(maxPixels, maxRuns);
            for (int i = 0; i < submissions.size(); i++) {
                LabelStudioSubmission submission = submissions.get(i);
                if (submission.cancelled()) {
                    report.skip("annotation " + submission.shownId(), "it was skipped (was_cancelled)");
                    continue;
                }
                try {
                    LabelStudioTask task = task(submission, i);
                    new LabelStudioImage(submission, task, bitmasks, maxPixels, maxRuns, report)
                            .event(dataset)
                            .ifPresent(report::event);
                } catch (RejectedException e) {
                    report.skip("annotation " + submission.shownId(), e);
                }
            }
        }

        /** A webhook posts the action alone unless it is set otherwise. */
        private void requirePayload(boolean isAbsent, String field) {
            if (isAbsent) {
                throw Errors.missing("", field, "set the webhook to send its payload");
            }
        }

        /** The task that a submission names; a payload of one has one task, which need not be named. */
        private LabelStudioTask task(LabelStudioSubmission submission, int index) {
            String named = submission.task();
            if (named != null) {
                LabelStudioTask known = tasksById.get(named);
                return known != null ? known : new LabelStudioTask(named, null);
            }
            if (index < tasks.size()) {
                return tasks.get(index);
            }
            throw Errors.missing("", "task", "the image that was annotated");
        }

        private void submissionsDeleted() {
            report.skip(
                    "deletion of " + deletedSubmissions + " annotations", "Label Studio does not say of which images");
            report.note("To take an image's instances away, delete its task, or empty the annotation and update it."
                    + " To go back to another annotation of the task, update that one. Or post an event image.deleted to"
                    + " /v1/events.");
        }

        private void tasksDeleted(Optional<String> given) {
            requirePayload(tasks.isEmpty() && report.isEmpty(), "tasks");
            String dataset = dataset(given);
            for (LabelStudioTask task : tasks) {
                try {
                    report.event(new ImageDeleted(dataset, OptionalLong.empty(), task.requireId()));
                } catch (RejectedException e) {
                    report.skip("one task", e);
                }
            }
        }

        private String dataset(Optional<String> given) {
            if (given.isPresent()) {
                return given.get();
            }
            if (projectProblem != null) {
                throw projectProblem;
            }
            if (project == null) {
                throw new RejectedException(
                        MISSING_FIELD,
                        "project.id is missing; name the dataset in the webhook's address: ?dataset=NAME");
            }
            return datasetName("label-studio-project-" + project);
        }
    }

    /** The text with a dash for each character that a dataset's name cannot have, and cut to its longest length. */
    static String datasetName(String text) {
        String name = NOT_IN_NAMES.matcher(text).replaceAll("-");
        return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
    }
}
