package dev.annorank.format.subset;

import dev.annorank.format.Examples;
import dev.annorank.format.ImageFacts;
import dev.annorank.json.Errors;
import dev.annorank.model.Image;
import java.util.Optional;

/**
 * Whether a file describes the images that a ranking knows by the same ids. What one of the two does not say cannot differ.
 * Names differ if their last parts do, the folders aside: tools put their own in front.
 */
public final class ImageCheck {
    private static final int SHOWN = 60;

    private final Examples differing = new Examples();
    private final Examples moved = new Examples();

    /**
     * Compares one image.
     *
     * @param ranked as the ranking knows it
     * @param listed as the file has it
     */
    public void compare(Image ranked, ImageFacts listed) {
        boolean sameSize = listed.width().orElse(ranked.width()) == ranked.width()
                && listed.height().orElse(ranked.height()) == ranked.height();
        String rankedName = ranked.fileName() == null ? "" : path(ranked.fileName());
        String listedName = path(listed.fileName().orElse(""));
        boolean named = !rankedName.isEmpty() && !listedName.isEmpty();
        boolean sameName = !named || last(rankedName).equals(last(listedName));
        if (!sameSize || !sameName) {
            differing.add("image " + Errors.quoted(ranked.id()) + " is "
                    + describe(rankedName, Optional.of(ranked.width()), Optional.of(ranked.height()))
                    + " in the ranking, " + describe(listedName, listed.width(), listed.height()) + " in the file");
        } else if (named && !isEnd(rankedName, listedName) && !isEnd(listedName, rankedName)) {
            moved.add(Errors.quoted(rankedName) + " in the ranking, " + Errors.quoted(listedName) + " in the file");
        }
    }

    /** Images of another size or name, with both. */
    public Examples differing() {
        return differing;
    }

    /** Images of one name in different folders, with both. */
    public Examples moved() {
        return moved;
    }

    private static String path(String name) {
        String path = name.replace('\\', '/');
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isEnd(String path, String end) {
        return path.equals(end) || path.endsWith(end.startsWith("/") ? end : "/" + end);
    }

    private static String describe(String name, Optional<Integer> width, Optional<Integer> height) {
        String size = width.map(String::valueOf).orElse("?") + " x "
                + height.map(String::valueOf).orElse("?");
        return (name.isEmpty() ? "" : Errors.shown(name, SHOWN) + ", ") + size;
    }
}
