package dev.annorank.score;

import dev.annorank.mask.Overhang;
import dev.annorank.model.Annotation;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import dev.annorank.model.ShapeScore;
import dev.annorank.model.Unscored;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the instances of a dataset come to, for its owner to see at a glance: how many score 0 and why, and whether masks
 * reach far outside their images. Memory grows with the number of images.
 */
public final class InstanceTally {
    /** More than this share of all instances far outside their images is worth a word. */
    private static final double FAR_SHARE = 0.1;

    private static final int SHOWN_IMAGES = 3;

    /** Image id to whether all its instances so far reach far outside. */
    private final Map<String, Boolean> allFar = new HashMap<>();

    private Unscored unscored = Unscored.NONE;
    private long far;

    /** Counts one instance. */
    public void add(Image image, Annotation annotation, ShapeScore score) {
        unscored = unscored.plus(annotation.crowd(), score);
        boolean isFar = Overhang.isFar(annotation.segmentation(), image);
        if (isFar) {
            far++;
        }
        allFar.merge(image.id(), isFar, Boolean::logicalAnd);
    }

    /** All instances counted. */
    public long instances() {
        return unscored.all();
    }

    /** How many score 0, by why. */
    public Unscored unscored() {
        return unscored;
    }

    /**
     * For a person, without a full stop: how many masks reach far outside their image, as {@link Overhang#isFar} says. Empty
     * unless these are more than a tenth of the instances, or all of an image's.
     *
     * @param shown how an image id is shown
     */
    public String farWords(UnaryOperator<String> shown) {
        List<String> images = allFar.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted(Ids.ORDER)
                .toList();
        if (images.isEmpty() && far <= FAR_SHARE * instances()) {
            return "";
        }
        String first = images.stream().limit(SHOWN_IMAGES).map(shown).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%,d of %,d masks reach far outside their image%s: its width and height may be swapped, or the picture is"
                        + " shown rotated by its EXIF orientation",
                far,
                instances(),
                images.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", among them all of %,d %s (%s%s)",
                                images.size(),
                                images.size() == 1 ? "image" : "images",
                                first,
                                images.size() > SHOWN_IMAGES ? ", ..." : ""));
    }
}
