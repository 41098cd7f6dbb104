package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Ids;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A job of CVAT: a range of a task's frames.
 *
 * @param id its number, 1 to 2^31 - 1
 * @param task the number of its task
 * @param project the number of the task's project; absent if it has none
 * @param type annotation; ground_truth and consensus_replica repeat frames of other jobs
 * @param startFrame number within the task of its first frame, from 0
 * @param stopFrame of its last
 * @param updatedAt when it or its annotations last changed, milliseconds since 1970
 */
record CvatJob(
        int id, int task, @Nullable Integer project, String type, int startFrame, int stopFrame, long updatedAt) {
    /** More frames than this are not one job of images but a mistake. */
    static final int MAX_FRAMES = 100_000;

    /** Reads the object the parser stands on, to its end. */
    static CvatJob read(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        WebhookJson.object(parser, fields::field);
        return fields.job(Errors.path(parser));
    }

    /** The images of a job belong to its project, where they come together, or else to its task. */
    String dataset() {
        return dataset(project, task);
    }

    static String dataset(@Nullable Integer project, int task) {
        return project == null ? "cvat-task-" + task : "cvat-project-" + project;
    }

    /** The id of the image that a frame is. File names repeat across tasks; a task's frames keep their numbers. */
    static String imageId(int task, int frame) {
        return Ids.requireId("image.id", task + "/" + frame);
    }

    boolean isAnnotation() {
        return type.equals("annotation");
    }

    private static final class Fields {
        private int id;
        private int task;
        private @Nullable Integer project;
        private String type = "annotation";
        private int startFrame = -1;
        private int stopFrame = -1;
        private OptionalLong updatedAt = OptionalLong.empty();

        private void field(String name, JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            switch (name) {
                case "id" -> id = WebhookJson.wholeNumber(parser, 1, Integer.MAX_VALUE, Reason.BAD_FIELD);
                case "task_id" -> task = WebhookJson.wholeNumber(parser, 1, Integer.MAX_VALUE, Reason.BAD_FIELD);
                case "project_id" -> project = WebhookJson.wholeNumber(parser, 1, Integer.MAX_VALUE, Reason.BAD_FIELD);
                case "type" -> {
                    String given = Scalars.optionalText(parser);
                    type = given == null ? type : given;
                }
                case "start_frame" ->
                    startFrame = WebhookJson.wholeNumber(parser, 0, Integer.MAX_VALUE - 1, Reason.BAD_FIELD);
                case "stop_frame" ->
                    stopFrame = WebhookJson.wholeNumber(parser, 0, Integer.MAX_VALUE - 1, Reason.BAD_FIELD);
                case "updated_date" -> updatedAt = WebhookJson.millis(parser);
                default -> parser.skipChildren();
            }
        }

        private CvatJob job(String path) {
            if (id == 0) {
                throw Errors.missing(path, "id", "the job's number");
            }
            if (task == 0) {
                throw Errors.missing(path, "task_id", "the number of the job's task");
            }
            if (startFrame < 0 || stopFrame < startFrame || stopFrame - startFrame >= MAX_FRAMES) {
                throw Errors.missing(
                        path,
                        "start_frame",
                        "the job's frames are " + startFrame + " to " + stopFrame + "; 1 to " + MAX_FRAMES
                                + " of them are allowed");
            }
            return new CvatJob(
                    id,
                    task,
                    project,
                    type,
                    startFrame,
                    stopFrame,
                    updatedAt.orElseThrow(
                            () -> Errors.missing(path, "updated_date", "when the job last changed, as version")));
        }
    }
}
