package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.PruneRate;
import dev.annorank.model.RankingEpoch;
import dev.annorank.ranking.RankingIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One dataset as its records tell it, epoch by epoch. Partitions are read in any order, so a record may be read long before
 * or after the record of its epoch: what belongs to a later epoch than the one that is being put together waits. The book is
 * told ({@link #whole()}) when all of that epoch has been read; from then to the next {@link #aim} it is that epoch
 * exactly, never a mix.
 *
 * <p>An epoch that a crash cut short has no record, its number is given out again, and its records belong to the next epoch
 * that has one. Epochs that are announced while another is put together are passed over but for the newest.
 *
 * <p>Used by the reading thread alone. About 150 bytes an image of 3 classes and its id; a record that waits about 300.
 */
final class DatasetBook {
    private static final Comparator<ClassTotals> LARGEST_FIRST =
            Comparator.comparingLong(ClassTotals::instances).reversed().thenComparing(ClassTotals::category);

    private final String dataset;
    private final RankingIndex index = new RankingIndex();
    /** Instances of images that have no class with a sum above 0, of records that do not say their counts. */
    private final Map<String, Integer> shapeless = new HashMap<>();

    private final Map<String, ClassTotals> classes = new HashMap<>();
    private final Map<String, String> classNames = new HashMap<>();
    private final EpochHistory history = new EpochHistory();
    private final Map<String, Pending<Holdings>> imagesWaiting = new HashMap<>();
    private final Map<String, Pending<ClassTotals>> classesWaiting = new HashMap<>();
    private @Nullable Announced newest;
    private @Nullable Announced current;
    private boolean isWhole;
    private boolean isDoubted;
    private boolean isLookedAtTwice;
    private boolean isTaken;

    /** What an image's record says that matters here. */
    private record Holdings(int instances, ImageVector vector) {}

    DatasetBook(String dataset) {
        this.dataset = dataset;
    }

    String dataset() {
        return dataset;
    }

    /**
     * An image's ranking, or null where the image is gone.
     *
     * @throws IllegalArgumentException if the vector is none of annorank's; nothing is changed
     * @throws ArithmeticException if a class's sum would be too large; nothing is changed
     */
    void image(String image, @Nullable ImageRanking ranking, long timestamp) {
        Holdings holdings = ranking == null ? null : new Holdings(ranking.instances(), vectorOf(ranking));
        long epoch = ranking == null ? 0 : ranking.epoch();
        if (isInFlight(holdings != null, epoch, timestamp)) {
            imagesWaiting.remove(image);
            apply(image, holdings);
        } else {
            imagesWaiting.put(image, new Pending<>(holdings, epoch, timestamp, imagesWaiting.get(image)));
        }
    }

    /** A class's totals, or null where the class is gone. */
    void classTotals(String category, @Nullable ClassTotals totals, long timestamp) {
        long epoch = totals == null ? 0 : totals.epoch();
        if (isInFlight(totals != null, epoch, timestamp)) {
            classesWaiting.remove(category);
            apply(category, totals);
        } else {
            classesWaiting.put(category, new Pending<>(totals, epoch, timestamp, classesWaiting.get(category)));
        }
    }

    private boolean isInFlight(boolean named, long epoch, long timestamp) {
        return current != null && !isWhole && current.covers(named, epoch, timestamp);
    }

    /**
     * The record of an epoch has been read.
     *
     * @throws IllegalArgumentException if a prune rate is no number in [0, 1]; nothing is changed
     */
    void epoch(RankingEpoch epoch, long timestamp) {
        epoch.prune().keySet().forEach(PruneRate::parse);
        Announced last = newest;
        boolean anew = last != null && epoch.epoch() < last.epoch().epoch();
        long formerEnd = last == null ? Long.MIN_VALUE : anew ? last.timestamp() : last.formerEnd();
        newest = new Announced(epoch, timestamp, formerEnd);
        history.add(epoch);
    }

    /**
     * Announces what waits as an epoch, if no epoch was ever announced: all there is has been read.
     *
     * @param isOld whether a time, in ms, is so long ago that an epoch of then would have ended
     */
    void announceUntold(LongPredicate isOld) {
        if (newest != null || imagesWaiting.isEmpty()) {
            return;
        }
        long epoch = 1;
        long timestamp = 0;
        int images = 0;
        int ranked = 0;
        for (Pending<Holdings> one : imagesWaiting.values()) {
            timestamp = Math.max(timestamp, one.timestamp);
            if (one.value != null) {
                epoch = Math.max(epoch, one.epoch);
                images++;
                ranked += Arrays.stream(one.value.vector().sums()).anyMatch(sum -> sum > 0) ? 1 : 0;
            }
        }
        List<ClassTotals> told = new ArrayList<>();
        for (Pending<ClassTotals> one : classesWaiting.values()) {
            timestamp = Math.max(timestamp, one.timestamp);
            if (one.value != null && one.value.instances() > 0) {
                told.add(one.value);
            }
        }
        if (images > 0 && isOld.test(timestamp)) {
            epoch(UntoldEpoch.of(dataset, epoch, timestamp, images, ranked, told), timestamp);
        }
    }

    /** Whether an epoch has been announced and none is being put together. */
    boolean canAim() {
        return newest != null && !newest.equals(current) && (current == null || isWhole);
    }

    /**
     * Begins to put the newest announced epoch together.
     *
     * @param skipped told the image and why, where a record that waited cannot be used
     */
    void aim(BiConsumer<String, RuntimeException> skipped) {
        Announced next = Objects.requireNonNull(newest);
        current = next;
        isWhole = false;
        isTaken = false;
        isDoubted = false;
        isLookedAtTwice = false;
        drain(imagesWaiting, next, (image, holdings) -> {
            try {
                apply(image, holdings);
            } catch (IllegalArgumentException | ArithmeticException e) {
                skipped.accept(image, e);
            }
        });
        drain(classesWaiting, next, this::apply);
    }

    private interface Use<T> {
        void apply(String name, @Nullable T value);
    }

    private static <T> void drain(Map<String, Pending<T>> waiting, Announced epoch, Use<T> use) {
        Iterator<Map.Entry<String, Pending<T>>> all = waiting.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Pending<T>> one = all.next();
            Pending<T> newest = one.getValue();
            Pending<T> its = Pending.newestOf(epoch, newest);
            if (its != null) {
                use.apply(one.getKey(), its.value);
                Pending<T> rest = Pending.newerThan(its, newest);
                if (rest == null) {
                    all.remove();
                }
            }
        }
    }

    private void apply(String image, @Nullable Holdings holdings) {
        if (holdings == null) {
            index.remove(image);
            shapeless.remove(image);
            return;
        }
        index.upsert(image, holdings.vector());
        if (holdings.vector().isEmpty() && holdings.instances() > 0) {
            shapeless.put(image, holdings.instances());
        } else {
            shapeless.remove(image);
        }
    }

    private void apply(String category, @Nullable ClassTotals totals) {
        if (totals == null) {
            classes.remove(category);
        } else {
            classes.put(category, totals);
        }
    }

    /** All of the epoch that is being put together has been read. */
    void whole() {
        isLookedAtTwice = isDoubted;
        isWhole = true;
    }

    /**
     * How this differs from what the epoch's own record says of it; empty if it does not, or if that cannot be judged. It
     * cannot while records wait for a later epoch: what they put out of date may have been compacted away before it was read.
     */
    Optional<String> disagreement() {
        RankingEpoch epoch = Objects.requireNonNull(current).epoch();
        long images = (long) index.images() + shapeless.size();
        long instances = index.instances()
                + shapeless.values().stream().mapToLong(Integer::longValue).sum();
        boolean agrees = images == epoch.images() && instances == epoch.instances();
        if (agrees || !imagesWaiting.isEmpty() || !current.equals(newest)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "dataset %s has %,d images with %,d instances in topic image-ranking, but its epoch %d says %,d with %,d%s",
                dataset,
                images,
                instances,
                epoch.epoch(),
                epoch.images(),
                epoch.instances(),
                isOnlyAnnounced() ? " (the topic lost them)" : ""));
    }

    /** Whether it is to be looked at once more, when what is written meanwhile has been read as well. Only once an epoch. */
    boolean doubt() {
        boolean isNew = !isDoubted;
        isDoubted = true;
        return isNew;
    }

    /** Whether all that was written until it was doubted has been read. */
    boolean isLookedAtTwice() {
        return isLookedAtTwice;
    }

    /** Whether there is no record of it but those of its epochs. */
    boolean isOnlyAnnounced() {
        return index.images() == 0
                && shapeless.isEmpty()
                && classes.isEmpty()
                && imagesWaiting.isEmpty()
                && classesWaiting.isEmpty();
    }

    /** Whether this is exactly one epoch that was not taken yet. */
    boolean canTake() {
        return current != null && isWhole && !isTaken;
    }

    /** A copy of the epoch that this is exactly now; to be ranked elsewhere. */
    WholeEpoch take() {
        RankingEpoch epoch = Objects.requireNonNull(current).epoch();
        isTaken = true;
        List<ClassTotals> totals =
                classes.values().stream().sorted(LARGEST_FIRST).toList();
        return new WholeEpoch(epoch, index.freeze(), Map.copyOf(shapeless), totals, history.upTo(epoch));
    }

    /**
     * The vector with class names shared, since each record brings its own. Where a record does not tell instances by class,
     * all but one of each class are told as the first class's, so that at least their number is right.
     */
    private ImageVector vectorOf(ImageRanking ranking) {
        ImageVector vector = ranking.imageVector();
        String[] names = vector.classes();
        for (int i = 0; i < names.length; i++) {
            names[i] = classNames.computeIfAbsent(names[i], name -> name);
        }
        int untold = ranking.instances() - vector.instances();
        if (names.length > 0 && untold > 0) {
            vector.counts()[0] += untold;
        }
        RankingIndex.requireUsable(vector);
        return vector;
    }
}
