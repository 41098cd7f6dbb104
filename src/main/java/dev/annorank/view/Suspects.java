package dev.annorank.view;

import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ShapeScore;
import dev.annorank.topic.InstanceKey;
import dev.annorank.view.Outlier.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The instances of a dataset that are likely labeling errors, kept up to date as they come and go. Crowds never are.
 *
 * <ul>
 *   <li>self-crossing: its outline crosses itself; the worst has the largest SI-SCS;
 *   <li>jagged: its SI-SCS is above the {@linkplain ClassSpread#threshold() threshold} of its class as it is when asked;
 *       the worst is the most times its class's mean;
 *   <li>speck: an area below {@value #SPECK_PX2} px², or none; the worst is the smallest.
 * </ul>
 *
 * <p>Of each kind the worst {@value #MAX_SUSPECTS} are kept, of jagged ones the worst {@value #MAX_OF_CLASS} a class. What was
 * crowded out does not come back when another goes, unless it is told again. Not for use by several threads.
 */
final class Suspects {
    static final int MAX_SUSPECTS = 500;
    static final int MAX_OF_CLASS = 50;
    static final double SPECK_PX2 = 16;

    private static final Comparator<Suspect> WORST_FIRST = Comparator.comparingDouble(Suspect::badness)
            .reversed()
            .thenComparing(suspect -> suspect.key().toString());

    private final TreeSet<Suspect> crossing = new TreeSet<>(WORST_FIRST);
    private final TreeSet<Suspect> specks = new TreeSet<>(WORST_FIRST);
    private final Map<String, OfClass> classes = new HashMap<>();

    /**
     * An instance that may be an error.
     *
     * @param badness larger is worse; comparable within one kind, and for jagged ones within a class
     */
    record Suspect(InstanceKey key, Kind kind, double badness, String why) {}

    private static final class OfClass {
        private final ClassSpread spread = new ClassSpread();
        private final TreeSet<Suspect> largest = new TreeSet<>(WORST_FIRST);
    }

    /** Takes an instance in, or out again. */
    void count(InstanceKey key, InstanceDetail detail, boolean in) {
        if (detail.instance().crowd()) {
            return;
        }
        ShapeScore score = detail.instance().score();
        if (detail.selfCrossing()) {
            change(
                    crossing,
                    new Suspect(key, Kind.SELF_CROSSING, score.siScs(), "outline crosses itself"),
                    MAX_SUSPECTS,
                    in);
        }
        double area = score.areaPx2();
        if (area < SPECK_PX2) {
            String why = area == 0 ? "has no area" : text("area is %.1f px2", area);
            change(specks, new Suspect(key, Kind.SPECK, -area, why), MAX_SUSPECTS, in);
        }
        if (area > 0) {
            String category = detail.instance().category();
            OfClass its = classes.computeIfAbsent(category, name -> new OfClass());
            its.spread.count(score.siScs(), in);
            change(its.largest, new Suspect(key, Kind.JAGGED, score.siScs(), ""), MAX_OF_CLASS, in);
            if (its.spread.isEmpty()) {
                classes.remove(category);
            }
        }
    }

    private static void change(NavigableSet<Suspect> set, Suspect suspect, int most, boolean in) {
        if (!in) {
            set.remove(suspect);
            return;
        }
        set.add(suspect);
        if (set.size() > most) {
            set.pollLast();
        }
    }

    /** The worst of each kind in turn, each instance once. */
    List<Suspect> worst(int limit) {
        List<List<Suspect>> kinds = List.of(List.copyOf(crossing), jagged(), List.copyOf(specks));
        Map<InstanceKey, Suspect> worst = new LinkedHashMap<>();
        for (int i = 0; i < MAX_SUSPECTS && worst.size() < limit; i++) {
            for (List<Suspect> kind : kinds) {
                if (i < kind.size() && worst.size() < limit) {
                    worst.putIfAbsent(kind.get(i).key(), kind.get(i));
                }
            }
        }
        return List.copyOf(worst.values());
    }

    private List<Suspect> jagged() {
        List<Suspect> all = new ArrayList<>();
        classes.forEach((category, its) -> {
            double mean = its.spread.mean();
            double threshold = its.spread.threshold();
            for (Suspect one : its.largest) {
                double siScs = one.badness();
                if (siScs >= threshold) {
                    String why =
                            text("SI-SCS %.2f is %.1f times the mean %.2f of its class", siScs, siScs / mean, mean);
                    all.add(new Suspect(one.key(), Kind.JAGGED, siScs / mean, why));
                }
            }
        });
        all.sort(WORST_FIRST);
        return all;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
