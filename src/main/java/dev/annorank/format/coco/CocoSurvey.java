package dev.annorank.format.coco;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.format.Examples;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.FileProblem.Subject;
import dev.annorank.format.ImageFacts;
import dev.annorank.format.Position;
import dev.annorank.format.ProblemHandler;
import dev.annorank.json.Errors;
import dev.annorank.json.ImageReader;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which images a COCO or LVIS file lists, which of them are kept, and which entries name none. */
final class CocoSurvey {
    /** Annotations of an image that has not been listed so far. */
    private static final class Orphans {
        final String path;
        final @Nullable String id;
        final Position first;
        long count;

        Orphans(String path, @Nullable String id, Position first) {
            this.path = path;
            this.id = id;
            this.first = first;
        }
    }

    private final Set<String> kept;
    private final Map<String, Integer> found = new HashMap<>();
    private final List<String> foundIds = new ArrayList<>();
    private final List<ImageFacts> facts = new ArrayList<>();
    private final Set<String> dropped = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private final Map<String, Orphans> orphans = new LinkedHashMap<>();
    private long unusable;

    CocoSurvey(Set<String> kept) {
        this.kept = kept;
    }

    /** Images to keep that the file does not list. */
    Examples missing() {
        Examples missing = new Examples();
        kept.stream().filter(image -> !found.containsKey(image)).forEach(image -> missing.add(Errors.shown(image, 40)));
        return missing;
    }

    /** What is said of an image that is kept and listed. */
    Optional<ImageFacts> image(String id) {
        return Optional.ofNullable(found.get(id)).map(facts::get);
    }

    /** The place of an image among those that are kept and listed, from 0; -1 if it is not one of them. */
    int index(String id) {
        return found.getOrDefault(id, -1);
    }

    /** The image at a place. */
    String image(int index) {
        return foundIds.get(index);
    }

    private boolean lists(String id) {
        return found.containsKey(id) || dropped.contains(id) || unknown.contains(id);
    }

    /** Entries of both lists that name no image, one that is not listed, or one listed before and differently. */
    long unusable() {
        return unusable;
    }

    int dropped() {
        return dropped.size();
    }

    int unknown() {
        return unknown.size();
    }

    /** Reads the file to its end. */
    void read(CocoText text, Predicate<String> known, ProblemHandler problems) throws IOException {
        JsonParser parser = text.parser();
        Set<String> lists = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (CocoFilter.imageField(name).isEmpty()) {
                parser.skipChildren();
                continue;
            }
            text.requireArray(name);
            if (!lists.add(name)) {
                throw text.broken(text.position(), "has the list \"" + name + "\" twice; join the two");
            }
            if (name.equals(CocoFilter.IMAGES)) {
                readImages(text, known, problems);
            } else {
                readAnnotations(text, lists.contains(CocoFilter.IMAGES), problems);
            }
        }
        text.requireEnd();
        if (!lists.contains(CocoFilter.IMAGES)) {
            throw text.broken(null, "has no list \"images\"; is it a COCO annotation file?");
        }
        for (Map.Entry<String, Orphans> of : orphans.entrySet()) {
            Orphans orphan = of.getValue();
            unusable += orphan.count;
            String more = orphan.count > 1 ? " (and so in " + (orphan.count - 1) + " more)" : "";
            problems.handle(text.problem(
                    Kind.UNKNOWN_IMAGE,
                    orphan.first,
                    new Subject(orphan.path, orphan.id, of.getKey()),
                    unlisted(orphan.path, of.getKey()) + more));
        }
    }

    private void readImages(CocoText text, Predicate<String> known, ProblemHandler problems) throws IOException {
        JsonParser parser = text.parser();
        ImageReader reader = new ImageReader();
        while (parser.nextToken() != END_ARRAY) {
            Position position = text.position();
            String id = null;
            try {
                if (parser.currentToken() != START_OBJECT) {
                    RejectedException wrong = Errors.wrong(parser, Reason.BAD_FIELD, "an object");
                    parser.skipChildren();
                    throw wrong;
                }
                reader.read(parser);
                id = reader.id();
                add(id, reader, known);
            } catch (RejectedException e) {
                unusable++;
                Subject subject = new Subject(Errors.path(parser), null, id);
                problems.handle(text.problem(Kind.IMAGE, position, subject, e.getMessage()));
            }
        }
    }

    private void add(String id, ImageReader reader, Predicate<String> known) {
        ImageFacts listed = new ImageFacts(reader.knownWidth(), reader.knownHeight(), reader.knownFileName());
        orphans.remove(id);
        Integer first = found.get(id);
        if (first != null) {
            if (!listed.equals(facts.get(first))) {
                throw new RejectedException(
                        Reason.BAD_FIELD,
                        "image " + Errors.quoted(id)
                                + " is listed twice and differently; the first counts; give each image an id of its own");
            }
        } else if (kept.contains(id)) {
            found.put(id, foundIds.size());
            foundIds.add(id);
            facts.add(listed);
        } else {
            (known.test(id) ? dropped : unknown).add(id);
        }
    }

    private void readAnnotations(CocoText text, boolean isLast, ProblemHandler problems) throws IOException {
        JsonParser parser = text.parser();
        CocoItem item = new CocoItem("image_id");
        while (parser.nextToken() != END_ARRAY) {
            Position position = text.position();
            item.read(parser);
            String image = item.image();
            if (image == null) {
                unusable++;
                Subject subject = new Subject(item.path(), item.id(), null);
                problems.handle(text.problem(Kind.FIELD, position, subject, item.problem()));
            } else if (!lists(image) && isLast) {
                unusable++;
                Subject subject = new Subject(item.path(), item.id(), image);
                problems.handle(text.problem(Kind.UNKNOWN_IMAGE, position, subject, unlisted(item.path(), image)));
            } else if (!lists(image)) {
                orphans.computeIfAbsent(image, id -> new Orphans(item.path(), item.id(), position)).count++;
            }
        }
    }

    private static String unlisted(String path, String image) {
        return path + ".image_id is " + Errors.quoted(image)
                + ", which is not in \"images\"; list it there or leave the annotation out";
    }
}
