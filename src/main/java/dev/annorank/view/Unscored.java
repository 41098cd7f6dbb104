package dev.annorank.view;

import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ZeroScore;
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

    /** Counts an instance in, or out again. */
    Unscored count(ScoredInstance instance, boolean in) {
        int one = in ? 1 : -1;
        ZeroScore why = ZeroScore.of(instance.crowd(), instance.score());
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
        if (isAllCrowd()) {
            return text("all instances (%,d) are crowds, which score 0; iscrowd=include scores them", all);
        }
        List<String> parts = new ArrayList<>();
        add(parts, crowd, "with iscrowd");
        add(parts, noArea, "without area");
        add(parts, outside, "outside their image or empty");
        return parts.isEmpty() ? "" : text("%,d of %,d instances score 0: ", total(), all) + String.join(", ", parts);
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
