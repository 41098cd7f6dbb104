package dev.annorank.topic;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.json.AnnotationReader;
import dev.annorank.json.Errors;
import dev.annorank.json.ImageReader;
import dev.annorank.json.Scalars;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Ids;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event in whatever order they come, and the event they make once its type is known. What is wrong in
 * an image or annotation counts only if the type needs it, wherever the type stands. An annotation without a mask is one
 * that has no instance: an upsert of it is a deletion, and {@code image.replaced} is taken as if it were not listed.
 */
final class EventFields {
    private static final String TYPES = "annotation.upserted, annotation.deleted, image.replaced or image.deleted";

    /** The event as a whole is refused: with a part of it, the image's other annotations would go without a word. */
    private static final String SEND_OTHERWISE =
            "; leave that annotation out, or send one annotation.upserted event an annotation";

    private static final int DATASET = 1 << 1;

    private final ImageReader image = new ImageReader();
    private final AnnotationReader annotation = new AnnotationReader();
    private final AnnotationReader listed = new AnnotationReader();

    private @Nullable String type;
    private String dataset = Ids.DEFAULT_DATASET;
    private OptionalLong version = OptionalLong.empty();
    private boolean hasImage;
    private boolean hasAnnotation;
    private @Nullable List<Annotation> annotations;
    private @Nullable RejectedException listProblem;
    private int seen;

    /** Reads the object whose START_OBJECT the parser stands on, to its END_OBJECT. */
    void read(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            int field = field(parser, name, token);
            if ((seen & field) != 0) {
                throw new RejectedException(Reason.BAD_FIELD, name + " is given twice; it must be given once");
            }
            seen |= field;
        }
    }

    /** Reads one field of the event; returns its bit, 0 for an unknown one. */
    private int field(JsonParser parser, String name, JsonToken token) throws IOException {
        switch (name) {
            case "type" -> {
                type = Scalars.text(parser);
                return 1;
            }
            case "dataset" -> {
                String given = Scalars.text(parser);
                dataset = given == null ? Ids.DEFAULT_DATASET : given;
                return DATASET;
            }
            case "version" -> {
                Long given = Scalars.wholeNumber(parser);
                version = given == null ? OptionalLong.empty() : OptionalLong.of(given);
                return 1 << 2;
            }
            case "image" -> {
                hasImage = isObject(parser, token);
                if (hasImage) {
                    image.read(parser);
                }
                return 1 << 3;
            }
            case "annotation" -> {
                hasAnnotation = isObject(parser, token);
                if (hasAnnotation) {
                    annotation.read(parser);
                }
                return 1 << 4;
            }
            case "annotations" -> {
                readList(parser, token);
                return 1 << 5;
            }
            default -> {
                parser.skipChildren();
                return 0;
            }
        }
    }

    private void readList(JsonParser parser, JsonToken token) throws IOException {
        if (token == VALUE_NULL) {
            return;
        }
        if (token != START_ARRAY) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "a list of annotations");
        }
        List<Annotation> list = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != END_ARRAY; next = parser.nextToken()) {
            if (next != START_OBJECT) {
                throw Errors.wrong(parser, Reason.BAD_FIELD, "an annotation, a JSON object" + SEND_OTHERWISE);
            }
            listed.read(parser);
            if (listProblem == null) {
                try {
                    if (listed.hasMask()) {
                        list.add(listed.annotation());
                    } else {
                        listed.id();
                    }
                } catch (RejectedException e) {
                    listProblem = e;
                }
            }
        }
        annotations = list;
    }

    /** The dataset, if it was read and is one, so that a rejection can be counted where it belongs. */
    Optional<String> knownDataset() {
        try {
            return (seen & DATASET) == 0 ? Optional.empty() : Optional.of(Ids.requireDataset(dataset));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    /** The event that the fields make. */
    AnnotationEvent event() {
        if (type == null) {
            throw Errors.missing("", "type", TYPES);
        }
        switch (type) {
            case "annotation.upserted" -> {
                requirePresent(hasImage, "image", "an object with id, width and height");
                requirePresent(hasAnnotation, "annotation", "an object with id, category and segmentation");
                return annotation.hasMask()
                        ? new AnnotationUpserted(dataset, version, image.image(), annotation.annotation())
                        : new AnnotationDeleted(dataset, version, image.id(), annotation.id());
            }
            case "annotation.deleted" -> {
                requirePresent(hasImage, "image", "an object with id");
                requirePresent(hasAnnotation, "annotation", "an object with id");
                return new AnnotationDeleted(dataset, version, image.id(), annotation.id());
            }
            case "image.replaced" -> {
                requirePresent(hasImage, "image", "an object with id, width and height");
                if (listProblem != null) {
                    throw new RejectedException(listProblem.reason(), listProblem.getMessage() + SEND_OTHERWISE);
                }
                if (annotations == null) {
                    throw Errors.missing("", "annotations", "the list of all annotations of the image, [] for none");
                }
                boolean isSized =
                        image.knownWidth().isPresent() && image.knownHeight().isPresent();
                return annotations.isEmpty() && !isSized
                        // Without instances the image comes to the same, and no size is needed for it.
                        ? new ImageDeleted(dataset, version, image.id())
                        : new ImageReplaced(dataset, version, image.image(), annotations);
            }
            case "image.deleted" -> {
                requirePresent(hasImage, "image", "an object with id");
                return new ImageDeleted(dataset, version, image.id());
            }
            default ->
                throw new RejectedException(
                        Reason.UNKNOWN_TYPE, "type is " + Errors.quoted(type) + "; it must be " + TYPES);
        }
    }

    /** Forgets the event read before. */
    void clear() {
        seen = 0;
        type = null;
        dataset = Ids.DEFAULT_DATASET;
        version = OptionalLong.empty();
        hasImage = false;
        hasAnnotation = false;
        annotations = null;
        listProblem = null;
    }

    private static boolean isObject(JsonParser parser, JsonToken token) throws IOException {
        if (token != START_OBJECT && token != VALUE_NULL) {
            throw Errors.wrong(parser, Reason.BAD_FIELD, "an object");
        }
        return token == START_OBJECT;
    }

    private static void requirePresent(boolean present, String field, String what) {
        if (!present) {
            throw Errors.missing("", field, what);
        }
    }
}
