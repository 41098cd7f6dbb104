package dev.annorank.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The frames of a job as CVAT's {@code data/meta} tells them. A video has one entry, which stands for all its frames. */
final class CvatFrames {
    private record Frame(int width, int height, @Nullable String name) {}

    private final List<Frame> frames = new ArrayList<>();
    private final Set<Integer> deleted = new HashSet<>();

    /** Reads the object the parser stands on, to its end. */
    static CvatFrames read(JsonParser parser) throws IOException {
        CvatFrames frames = new CvatFrames();
        WebhookJson.object(parser, frames::field);
        return frames;
    }

    private void field(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "frames" -> WebhookJson.list(parser, (unused, one) -> frame(one));
            case "deleted_frames" ->
                WebhookJson.list(
                        parser,
                        (unused, one) ->
                                deleted.add(WebhookJson.wholeNumber(one, 0, Integer.MAX_VALUE - 1, Reason.BAD_FIELD)));
            default -> parser.skipChildren();
        }
    }

    private void frame(JsonParser parser) throws IOException {
        if (frames.size() == CvatJob.MOST_FRAMES) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "the last of " + CvatJob.MOST_FRAMES);
        }
        int[] size = new int[2];
        @Nullable String[] fileName = new @Nullable String[1];
        WebhookJson.object(parser, (name, value) -> {
            switch (name) {
                case "width" -> size[0] = size(value);
                case "height" -> size[1] = size(value);
                case "name" -> fileName[0] = Scalars.text(value);
                default -> value.skipChildren();
            }
        });
        if (size[0] == 0 || size[1] == 0) {
            throw Errors.missing(Errors.path(parser), "width", "width and height of the frame in pixels");
        }
        frames.add(new Frame(size[0], size[1], fileName[0]));
    }

    private static int size(JsonParser parser) throws IOException {
        Integer pixels = parser.currentToken() == JsonToken.VALUE_NULL ? null : Scalars.pixels(parser);
        return pixels == null ? 0 : pixels;
    }

    /** Whether somebody took the frame out of the task. */
    boolean isDeleted(int frame) {
        return deleted.contains(frame);
    }

    /**
     * The image that a frame of the job is.
     *
     * @param frame its number within the task, one of the job's
     */
    Image image(CvatJob job, int frame) {
        boolean video = frames.size() == 1;
        int index = video ? 0 : frame - job.startFrame();
        if (index >= frames.size()) {
            throw Errors.missing(
                    "", "frames", "CVAT tells " + frames.size() + " frames of job " + job.id() + ", none for " + frame);
        }
        Frame found = frames.get(index);
        return new Image(CvatJob.imageId(job.task(), frame), found.width(), found.height(), found.name(), null);
    }
}
