package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The frames of a job as CVAT's {@code data/meta} tells them. A video has one entry, which stands for all its frames. */
final class CvatFrames {
    /** What is said of a frame: width and height in px, null if not said, or what is wrong with them. */
    private record Frame(
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable String name,
            WebhookProblems problems) {}

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
        if (frames.size() == CvatJob.MAX_FRAMES) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "the last of " + CvatJob.MAX_FRAMES);
        }
        @Nullable Integer[] size = new @Nullable Integer[2];
        @Nullable String[] fileName = new @Nullable String[1];
        WebhookProblems problems = new WebhookProblems();
        // An entry that is wrong keeps its place: the frames are told apart by it.
        problems.keep(
                "frame",
                parser,
                () -> WebhookJson.object(parser, (name, value) -> {
                    switch (name) {
                        case "width" -> problems.keep(name, value, () -> size[0] = Scalars.pixels(value));
                        case "height" -> problems.keep(name, value, () -> size[1] = Scalars.pixels(value));
                        case "name" -> fileName[0] = Scalars.optionalText(value);
                        default -> value.skipChildren();
                    }
                }));
        frames.add(new Frame(size[0], size[1], fileName[0], problems));
    }

    /** Whether nothing is said of any frame. */
    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Whether somebody took the frame out of the task. */
    boolean isDeleted(int frame) {
        return deleted.contains(frame);
    }

    /**
     * The image that a frame of the job is.
     *
     * @param frame its number within the task, one of the job's
     * @throws RejectedException if its size is not known
     */
    Image image(CvatJob job, int frame) {
        boolean video = frames.size() == 1;
        int index = video ? 0 : frame - job.startFrame();
        if (index >= frames.size()) {
            throw Errors.missing(
                    "",
                    "frames",
                    "CVAT says of " + frames.size() + " frames of job " + job.id() + " what they are, not of " + frame);
        }
        Frame found = frames.get(index);
        found.problems().throwIfAny("frame");
        return new Image(
                CvatJob.imageId(job.task(), frame),
                found.problems().require(found.width(), "width"),
                found.problems().require(found.height(), "height"),
                found.name(),
                null);
    }
}
