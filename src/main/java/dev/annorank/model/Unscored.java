package dev.annorank.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many instances of a dataset score 0, by why.
 *
 * @param crowd those with {@code iscrowd}, which are not scored
 * @param noArea those whose mask encloses nothing: a pixel, a line
 * @param outside those of whose mask nothing is inside the image, empty masks included
 * @param all all instances, those that score above 0 included
 */
public record Unscored(long crowd, long noArea, long outside, long all) {
    public static final Unscored NONE = new Unscored(0, 0, 0, 0);

    public Unscored {
        if (crowd < 0 || noArea < 0 || outside < 0 || crowd + noArea + outside > all) {
            throw new IllegalArgumentException("unscored instances of " + all + " must not be negative or more: crowd "
                    + crowd + ", noArea " + noArea + ", outside " + outside);
        }
    }

    /** With one more instance. */
    public Unscored plus(boolean crowd, ShapeScore score) {
        return count(crowd, score, 1);
    }

    /** Without one of the instances. */
    public Unscored minus(boolean crowd, ShapeScore score) {
        return count(crowd, score, -1);
    }

    private Unscored count(boolean isCrowd, ShapeScore score, int one) {
        ZeroScore why = ZeroScore.of(isCrowd, score);
        return new Unscored(
                crowd + (why == ZeroScore.CROWD ? one : 0),
                noArea + (why == ZeroScore.NO_AREA ? one : 0),
                outside + (why == ZeroScore.OUTSIDE ? one : 0),
                all + one);
    }

    /** All that score 0. */
    public long total() {
        return crowd + noArea + outside;
    }

    /** Whether there are instances and each is a crowd that is not scored, as some tools export every brush mask. */
    public boolean isAllCrowd() {
        return all > 0 && crowd == all;
    }

    /** The same for a person, without a full stop; empty if every instance scores above 0. */
    public String words() {
        List<String> parts = new ArrayList<>();
        add(parts, crowd, "with iscrowd");
        add(parts, noArea, "without area (a point or a line)");
        add(parts, outside, "outside their image or empty");
        return parts.isEmpty()
                ? ""
                : text("%,d of %,d instances score 0: ", total(), all)
                        + String.join(", ", parts)
                        + (isAllCrowd()
                                ? "; all are crowds, as CVAT exports every brush mask: iscrowd=include scores them"
                                : "");
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(text("%,d %s", count, what));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
