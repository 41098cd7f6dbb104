package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One instance over several frames of a job: its shapes on those where somebody drew it, its keyframes. On the frames after a
 * keyframe, up to the next or to one that is outside, CVAT shows a shape that is stored nowhere; none is made up here.
 */
final class CvatTrack {
    private final WebhookProblems problems = new WebhookProblems();
    private final List<CvatShape> shapes = new ArrayList<>();
    private final Consumer<RejectedException> leftOut;
    private final CvatFields fields = new CvatFields();

    private CvatTrack(Consumer<RejectedException> leftOut) {
        this.leftOut = leftOut;
    }

    /**
     * Reads the object the parser stands on, to its end.
     *
     * @param leftOut is given what is wrong with shapes that are none
     */
    static CvatTrack read(JsonParser parser, Consumer<RejectedException> leftOut) throws IOException {
        CvatTrack track = new CvatTrack(leftOut);
        WebhookJson.object(parser, track::field);
        return track;
    }

    private void field(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        problems.keep(name, parser, () -> {
            if (name.equals("shapes")) {
                WebhookJson.objects(parser, leftOut, one -> shapes.add(CvatShape.read(one, this)));
            } else {
                fields.read(name, parser);
            }
        });
    }

    long id() {
        return fields.id();
    }

    int label() {
        return fields.label();
    }

    int group() {
        return fields.group();
    }

    /** Its shapes in the order given, with those that say where it is not to be seen. */
    List<CvatShape> shapes() {
        return shapes;
    }

    /** Throws what is wrong with what all its shapes have in common. */
    void requireUsable() {
        problems.throwIfAny("id", "label_id", "group");
    }

    /** Throws what is wrong with its list of shapes. */
    void requireShapes() {
        problems.throwIfAny("shapes");
    }

    /**
     * The type of its shapes, which CVAT makes all of one kind.
     *
     * @return "(none)" if it has none
     */
    String type() {
        return shapes.isEmpty() ? "(none)" : shapes.get(0).type();
    }

    /**
     * Frames of a job on which CVAT shows it although no shape is stored.
     *
     * @param stopFrame the last frame of the job
     */
    long interpolated(int stopFrame) {
        TreeMap<Integer, Boolean> seen = new TreeMap<>();
        for (CvatShape shape : shapes) {
            seen.put(shape.frame(), !shape.isOutside());
        }
        long frames = 0;
        for (var keyframe : seen.entrySet()) {
            if (keyframe.getValue()) {
                Integer next = seen.higherKey(keyframe.getKey());
                long end = next == null ? stopFrame + 1L : next;
                frames += Math.max(0, end - keyframe.getKey() - 1);
            }
        }
        return frames;
    }
}
