package dev.annorank.format;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.json.Errors;
import dev.annorank.json.ImageReader;
import dev.annorank.json.Scalars;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The images and categories of a COCO or LVIS file: what its annotations are read against. */
final class CocoIndex {
    /** An entry that is listed but unusable: the problem has been reported, its annotations are left out in silence. */
    static final int UNUSABLE = -1;

    /** An entry that is not listed. */
    static final int UNKNOWN = -2;

    final List<Image> images = new ArrayList<>();
    final List<Category> categories = new ArrayList<>();
    private final Map<String, Integer> imageIndex = new HashMap<>();
    private final Map<String, Integer> categoryIndex = new HashMap<>();
    private final ImageReader imageReader = new ImageReader();

    /** The index in {@link #images}, {@link #UNUSABLE} or {@link #UNKNOWN}. */
    int image(String id) {
        return imageIndex.getOrDefault(id, UNKNOWN);
    }

    /** The index in {@link #categories}, {@link #UNUSABLE} or {@link #UNKNOWN}. */
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
                null, "has no list \"" + (hasImages ? "categories" : "images") + "\"; is it a COCO annotation file?");
    }

    private void readImages(CocoText text, ProblemHandler problems) throws IOException {
        JsonParser parser = text.parser();
        for (JsonToken token = parser.nextToken(); token != END_ARRAY; token = parser.nextToken()) {
            Position position = text.position();
            try {
                requireObject(parser, token);
                imageReader.read(parser);
                add(imageReader.id());
            } catch (RejectedException e) {
                problems.handle(text.problem(Kind.IMAGE, position, e.getMessage()));
            }
        }
    }

    private void add(String id) {
        Image image;
        try {
            image = withFileName(imageReader.image());
        } catch (RejectedException e) {
            imageIndex.putIfAbsent(id, UNUSABLE);
            throw e;
        }
        int known = image(id);
        if (known == UNKNOWN) {
            imageIndex.put(id, images.size());
            images.add(image);
        } else if (known != UNUSABLE && !image.equals(images.get(known))) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "image " + Errors.quoted(id) + " is listed twice and differently: " + describe(images.get(known))
                            + ", then " + describe(image) + "; give each image an id of its own");
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
                problems.handle(text.problem(Kind.CATEGORY, position, e.getMessage()));
            }
        }
    }

    private void readCategory(JsonParser parser) throws IOException {
        String id = null;
        String name = null;
        RejectedException problem = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            try {
                if (field.equals("id")) {
                    id = Scalars.id(parser);
                } else if (field.equals("name")) {
                    name = Scalars.id(parser);
                }
            } catch (RejectedException e) {
                problem = problem == null ? e : problem;
            }
            parser.skipChildren();
        }
        if (id != null && (problem != null || name == null)) {
            categoryIndex.putIfAbsent(id, UNUSABLE);
        }
        if (problem != null) {
            throw problem;
        }
        if (id == null || name == null) {
            throw Errors.missing(Errors.path(parser), id == null ? "id" : "name", "a category needs id and name");
        }
        int known = category(id);
        if (known == UNKNOWN) {
            categoryIndex.put(id, categories.size());
            categories.add(new Category(id, name));
        } else if (known != UNUSABLE && !categories.get(known).name().equals(name)) {
            throw new RejectedException(
                    Reason.BAD_FIELD,
                    "category " + Errors.quoted(id) + " is listed twice, as "
                            + Errors.quoted(categories.get(known).name()) + " and as " + Errors.quoted(name)
                            + "; give each category an id of its own");
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
