package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.format.tool.LabelStudioResult.Kind;
import dev.annorank.format.tool.LabelStudioResult.Size;
import dev.annorank.json.Errors;
import dev.annorank.json.Scalars;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An annotation of Label Studio: what one person submitted for one task, all its instances together, as written there. */
final class LabelStudioSubmission {
    private final WebhookReport report;
    private final List<LabelStudioResult> masks = new ArrayList<>();
    /** Types of what else was drawn, each region once. */
    private final Map<String, String> otherShapes = new HashMap<>();

    private final WebhookProblems problems = new WebhookProblems();
    private @Nullable String id;
    private @Nullable String task;
    private boolean cancelled;
    private OptionalLong createdAt = OptionalLong.empty();
    private OptionalLong updatedAt = OptionalLong.empty();
    /** Entries of its result list; below 0: it has no such list. */
    private int results = -1;

    private int rotation;
    private @Nullable Size size;

    private LabelStudioSubmission(WebhookReport report) {
        this.report = report;
    }

    /** Reads the object the parser stands on, to its end. An entry that is wrong is reported and left out. */
    static LabelStudioSubmission read(JsonParser parser, WebhookReport report) throws IOException {
        LabelStudioSubmission submission = new LabelStudioSubmission(report);
        WebhookJson.object(parser, submission::field);
        return submission;
    }

    private void field(String name, JsonParser parser) throws IOException {
        problems.keep(name, parser, () -> {
            switch (name) {
                case "id" -> id = Scalars.id(parser);
                case "task" -> task = LabelStudioTask.read(parser).id();
                case "was_cancelled" -> cancelled = WebhookJson.flag(parser);
                case "created_at" -> createdAt = WebhookJson.millis(parser);
                case "updated_at" -> updatedAt = WebhookJson.millis(parser);
                case "result" -> results(parser);
                default -> parser.skipChildren();
            }
        });
    }

    private void results(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        results = 0;
        WebhookJson.objects(
                parser,
                wrong -> {
                    results++;
                    report.skip("a result of annotation " + shownId(), wrong);
                },
                entry -> {
                    add(LabelStudioResult.read(entry));
                    results++;
                });
    }

    private void add(LabelStudioResult result) {
        rotation = rotation == 0 ? result.rotation() : rotation;
        Size said = result.saidSize();
        if (size == null && said.width() != null && said.height() != null) {
            size = said;
        }
        if (result.kind() == Kind.MASK) {
            masks.add(result);
        } else if (result.kind() == Kind.OTHER_SHAPE) {
            String region = result.givenId();
            otherShapes.putIfAbsent(region == null ? "#" + results : "=" + region, result.type());
        }
    }

    /**
     * Its polygons and masks. A shape without a label whose label comes as an entry of its own, with the shape again, is not
     * among them.
     */
    List<LabelStudioResult> masks() {
        Set<String> labeled = new HashSet<>();
        for (LabelStudioResult mask : masks) {
            if (mask.value().hasLabel() && mask.givenId() != null) {
                labeled.add(mask.givenId());
            }
        }
        return masks.stream()
                .filter(mask -> mask.value().hasLabel() || mask.givenId() == null || !labeled.contains(mask.givenId()))
                .toList();
    }

    /** Counts what was drawn on the image and is not read. */
    void reportOtherShapes() {
        otherShapes.values().forEach(report::unsupported);
    }

    /** Whether it says that there is nothing on the image, as opposed to nothing that can be read. */
    boolean isEmpty() {
        return results == 0;
    }

    /** The id of the task it belongs to, if it says so. */
    @Nullable
    String task() {
        problems.throwIfAny("task");
        return task;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** By how many degrees the image was turned on the screen. */
    int rotation() {
        return rotation;
    }

    /** The first size of the image that any entry says. */
    @Nullable
    Size size() {
        return size;
    }

    /** What goes before the ids of its instances. */
    String prefix() {
        return id == null ? "" : id + "/";
    }

    String shownId() {
        return id == null ? "without id" : Errors.shown(id, 40);
    }

    /** When it last changed, in milliseconds since 1970. */
    OptionalLong version() {
        return updatedAt.isPresent() ? updatedAt : createdAt;
    }

    /** Throws what is wrong with it as a whole, so that not even its emptiness can be believed. */
    void requireUsable() {
        problems.throwIfAny("id", "updated_at", "result");
        if (updatedAt.isEmpty()) {
            problems.throwIfAny("created_at");
        }
        if (results < 0) {
            throw Errors.missing("annotation", "result", "the list of what was annotated");
        }
    }
}
