package dev.annorank.format.coco;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.format.Category;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.format.Position;
import dev.annorank.format.ProblemHandler;
import dev.annorank.json.Errors;
import dev.annorank.json.ImageReader;
import dev.annorank.json.Scalars;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images and categories of a COCO or LVIS file: what its annotations are read against. Of an image or a category that
 * is listed twice the first entry counts. An image without a usable size is no problem until an annotation needs it.
 */
final class CocoIndex {
    /** An image that is listed, but not usable: {@link #unusable} says why. */
    static final int UNUSABLE = -1;

    /** An entry that is not listed. */
    static final int UNKNOWN = -2;

    final List<Image> images = new ArrayList<>();
    final List<Category> categories = new ArrayList<>();
    private final Map<String, Integer> imageIndex = new HashMap<>();
    private final Map<String, String> unusable = new HashMap<>();
    private final Map<String, Integer> categoryIndex = new HashMap<>();
    private final ImageReader imageReader = new ImageReader();

    /** The index in {@link #images}, {@link #UNUSABLE} or {@link #UNKNOWN}. */
    int image(String id) {
        return imageIndex.getOrDefault(id, unusable.containsKey(id) ? UNUSABLE : UNKNOWN);
    }

    /** All images that are listed, those that cannot be used included. */
    Set<String> imageIds() {
        Set<String> ids = new HashSet<>(imageIndex.keySet());
        ids.addAll(unusable.keySet());
        return ids;
    }

    /** Why an image that is listed cannot be used. */
    String unusable(String id) {
        return Objects.requireNonNull(unusable.get(id));
    }

    /** The index in {@link #categories} or {@link #UNKNOWN}. */
    int category(String id) {
        return categoryIndex.getOrDefault(id, UNKNOWN);
    }

    /** Reads until both lists are known; what comes behind them is for the second pass. */
    void read(CocoText text, ProblemHandler problems) throws IOException {
        boolean hasImages = false;
        boolean hasCategories = false;
        JsonParser parser = text.parser();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "images" -> {
                    text.requireArray("images");
                    readImages(text, problems);
                    hasImages = true;
                }
                case "categories" -> {
                    text.requireArray("categories");
                    readCategories(text, problems);
                    hasCategories = true;
                }
                default -> parser.skipChildren();
            }
            if (hasImages && hasCategories) {
                return;
            }
        }
        throw text.broken(
                null,
                "has no list \"" + (hasImages ? "categories" : "images")
                        + "\"; is it a COCO annotation file of instances?"
                        + (hasImages ? " Files of captions have no categories and no masks" : ""));
    }

    private void readImages(CocoText text, ProblemHandler problems) throws IOException {
        JsonParser parser = text.parser();
        for (JsonToken token = parser.nextToken(); token != END_ARRAY; token = parser.nextToken()) {
            Position position = text.position();
            String id = null;
            try {
                requireObject(parser, token);
                imageReader.read(parser);
                id = imageReader.id();
                add(id);
            } catch (RejectedException e) {
                Subject subject = new Subject(Errors.path(parser), null, id);
                problems.handle(text.problem(Kind.IMAGE, position, subject, e.getMessage()));
            }
        }
    }

    private void add(String id) {
        Image image;
        try {
            image = withFileName(imageReader.image());
        } catch (RejectedException e) {
            unusable.putIfAbsent(id, String.valueOf(e.getMessage()));
            return;
        }
        Integer known = imageIndex.putIfAbsent(id, images.size());
        if (known == null) {
            images.add(image);
        } else if (!image.equals(images.get(known))) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "image " + Errors.quoted(id) + " is listed twice and differently: " + describe(images.get(known))
                            + ", then " + describe(image) + "; the first counts; give each image an id of its own");
        }
    }

    private void readCategories(CocoText text, ProblemHandler problems) throws IOException {
        JsonParser parser = text.parser();
        for (JsonToken token = parser.nextToken(); token != END_ARRAY; token = parser.nextToken()) {
            Position position = text.position();
            try {
                requireObject(parser, token);
                readCategory(parser);
            } catch (RejectedException e) {
                Subject subject = new Subject(Errors.path(parser), null, null);
                problems.handle(text.problem(Kind.CATEGORY, position, subject, e.getMessage()));
            }
        }
    }

    /** A category without a usable name is called by its id. */
    private void readCategory(JsonParser parser) throws IOException {
        String id = null;
        String name = null;
        RejectedException problem = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals("id")) {
                try {
                    id = Scalars.id(parser);
                } catch (RejectedException e) {
                    problem = e;
                }
            } else if (field.equals("name")) {
                name = Scalars.optionalText(parser);
            }
            parser.skipChildren();
        }
        if (problem != null) {
            throw problem;
        }
        if (id == null) {
            throw Errors.missing(Errors.path(parser), "id", "a string or a whole number that annotations refer to");
        }
        add(new Category(id, name == null || name.isEmpty() || name.length() > Ids.MAX_ID_LENGTH ? id : name));
    }

    private void add(Category category) {
        Integer known = categoryIndex.putIfAbsent(category.id(), categories.size());
        if (known == null) {
            categories.add(category);
        } else if (!categories.get(known).equals(category)) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "category " + Errors.quoted(category.id()) + " is listed twice, as "
                            + Errors.quoted(categories.get(known).name()) + " and as " + Errors.quoted(category.name())
                            + "; the first counts; give each category an id of its own");
        }
    }

    private static void requireObject(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token != START_OBJECT) {
            RejectedException wrong = Errors.wrong(parser, Reason.BAD_FIELD, "an object");
            parser.skipChildren();
            throw wrong;
        }
    }

    /** LVIS gives no file name: it is the tail of the address. */
    private static Image withFileName(Image image) {
        String url = image.url();
        if (image.fileName() != null || url == null) {
            return image;
        }
        String tail = url.substring(url.lastIndexOf('/') + 1);
        return tail.isEmpty() ? image : new Image(image.id(), image.width(), image.height(), tail, url);
    }

    private static String describe(Image image) {
        String name = image.fileName();
        return image.width() + " x " + image.height() + (name == null ? "" : " " + Errors.quoted(name));
    }
}
