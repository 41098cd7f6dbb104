package dev.annorank.score;

import dev.annorank.mask.Overhang;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.ShapeScore;
import dev.annorank.model.ZeroScore;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the instances of a dataset come to, for its owner to see at a glance: how many score 0 and why, and whether masks
 * reach far outside their images. Memory grows with the number of images.
 */
public final class InstanceTally {
    /** More than this share of all instances far outside their images is worth a word. */
    private static final double FAR_SHARE = 0.1;

    private final Map<ZeroScore, Long> zeros = new EnumMap<>(ZeroScore.class);
    /** Image id to whether all its instances so far reach far outside. */
    private final Map<String, Boolean> allFar = new HashMap<>();

    private long instances;
    private long far;

    /** Counts one instance. */
    public void add(Image image, Annotation annotation, ShapeScore score) {
        instances++;
        ZeroScore zero = ZeroScore.of(annotation.crowd(), score);
        if (zero != null) {
            zeros.merge(zero, 1L, Long::sum);
        }
        boolean isFar = Overhang.isFar(annotation.segmentation(), image);
        if (isFar) {
            far++;
        }
        allFar.merge(image.id(), isFar, Boolean::logicalAnd);
    }

    /** All instances counted. */
    public long instances() {
        return instances;
    }

    /** How many score 0 for this reason. */
    public long zeros(ZeroScore reason) {
        return zeros.getOrDefault(reason, 0L);
    }

    /** How many score 0. */
    public long zeros() {
        return zeros.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many reach far outside their image, as {@link Overhang#isFar} says. */
    public long far() {
        return far;
    }

    /** Images all of whose instances reach far outside, by id in no order. */
    public List<String> farImages() {
        return allFar.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether that is worth a word: more than a tenth of the instances, or all of an image's. */
    public boolean isOftenFar() {
        return far > FAR_SHARE * instances || allFar.containsValue(true);
    }
}
