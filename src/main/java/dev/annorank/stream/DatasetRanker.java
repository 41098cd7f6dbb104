package dev.annorank.stream;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.ClassTotal;
import dev.annorank.ranking.EpochPlan;
import dev.annorank.ranking.EpochPlanner;
import dev.annorank.ranking.Published;
import dev.annorank.state.ImageSize;
import dev.annorank.stream.RankResult.OfClass;
import dev.annorank.stream.RankResult.OfEpoch;
import dev.annorank.stream.RankResult.OfImage;
import dev.annorank.topic.EpochTimes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a dataset's ranking: takes its images' vectors, begins epochs and emits them chunk by chunk. All that
 * must outlive it is in the stores before a call returns.
 */
final class DatasetRanker {
    /**
     * Ranking takes longer the more images there are. An epoch follows another after at least a millisecond for so many, a
     * multiple of what ranking them takes, so that most of the time is left for events however large the dataset is.
     */
    private static final int IMAGES_PER_MS = 2000;

    /** Of so few records the news are not told first: all are told at once. */
    private static final int AT_ONCE = 1000;

    private final String dataset;
    private final EpochPlanner planner;
    private final RankStores stores;
    private final PipelineSettings settings;
    private final OversizedImages oversized;
    private final EpochRecords records;
    /** What was published of each class, by key: each is compared in every epoch. */
    private final Map<String, ClassTotals> classes = new HashMap<>();

    private DatasetState state = DatasetState.NEW;
    private @Nullable OpenEpoch open;
    /** Readers no longer find the record of the newest epoch. */
    private boolean isEpochLost;

    private long lastBegunMs = Long.MIN_VALUE;
    /** When the oldest event since the last epoch began was scored. */
    private long oldestMs = Long.MAX_VALUE;

    DatasetRanker(
            String dataset,
            EpochPlanner planner,
            RankStores stores,
            PipelineSettings settings,
            OversizedImages oversized) {
        this.dataset = dataset;
        this.planner = planner;
        this.stores = stores;
        this.settings = settings;
        this.oversized = oversized;
        this.records = new EpochRecords(dataset, settings.pruneRateNames());
    }

    /** An epoch that is not yet published whole. */
    private record OpenEpoch(
            EpochPlan plan,
            EventCounts events,
            EventCounts totals,
            long atMs,
            long oldestMs,
            long startNs,
            int published) {}

    /** Another process ranks the dataset from now on. */
    void leave() {
        oversized.leave(OversizedImages.IMAGE_RANKING, image -> image.dataset().equals(dataset));
    }

    void restore(DatasetState stored) {
        state = stored;
    }

    /** After all is restored: whether another epoch is to be published though all may be as it was. */
    void findLostEpoch(EpochTimes epochs) {
        // Of a dataset without images readers need not know.
        isEpochLost = planner.images() > 0 && epochs.haveLost(state.recordMs());
    }

    void restoreImage(String image, @Nullable StoredVector vector, @Nullable Published published) {
        planner.restore(image, vector == null ? null : fitting(image, vector.vector()), published);
    }

    void restoreClass(String name, ClassTotals published) {
        planner.restoreClass(name);
        classes.put(dataset + "/" + name, published);
    }

    /** Whether all kept sets that are published are those of the given prune rates. */
    boolean wasPublishedAt(String pruneRates) {
        return state.pruneRates().equals(pruneRates);
    }

    /** The time that what is emitted bears, milliseconds since 1970; the same within a tick. */
    long recordMs() {
        return state.recordMs();
    }

    /** @param scoredMs when the event behind it was scored, milliseconds since 1970 */
    void update(String image, VectorUpdate update, long scoredMs) {
        oldestMs = Math.min(oldestMs, scoredMs);
        ImageVector vector = update.vector();
        if (vector != null) {
            // Kept as it is: with other settings it may fit.
            planner.upsert(image, fitting(image, vector));
            String key = dataset + "/" + image;
            stores.vectors().put(key, vector.isEmpty() ? null : new StoredVector(state.epoch(), vector));
        }
        save(state.plus(update.counts()));
    }

    private ImageVector fitting(String image, ImageVector vector) {
        ImageSize size = ImageSize.of(vector);
        boolean fits =
                oversized.fits(new ImageKey(dataset, image), size, OversizedImages.IMAGE_RANKING, size.recordBytes());
        return fits ? vector : ImageVector.EMPTY;
    }

    /**
     * Does what is due: begins an epoch, or goes on with the one that has begun.
     *
     * @return whether readers wait for what was emitted: all that is new of an epoch, or its end
     */
    boolean tick(long nowMs, BiConsumer<String, RankResult> emit) {
        if (open != null) {
            save(state.at(nowMs));
        } else if (isDue(nowMs)) {
            open = begin(nowMs, emit);
            if (open == null) {
                return false;
            }
        } else {
            return false;
        }
        boolean news = open.plan().remainingNews() > 0;
        open = publish(open, emit);
        return open == null || (news && open.plan().remainingNews() == 0);
    }

    private boolean isDue(long nowMs) {
        boolean changed = planner.hasChanges() || state.pending().total() > 0 || isEpochLost;
        return changed && (lastBegunMs == Long.MIN_VALUE || nowMs - lastBegunMs >= leastGapMs());
    }

    /** Least milliseconds from the beginning of an epoch to that of the next. */
    private long leastGapMs() {
        return Math.max(settings.interval().toMillis(), planner.images() / IMAGES_PER_MS);
    }

    /**
     * Null if there is nothing to tell: whoever takes a dataset over has to rank it to find out that all is as it was. Events
     * that came to nothing are something to tell, since the epochs account for every event, and so is an epoch that is lost.
     */
    private @Nullable OpenEpoch begin(long nowMs, BiConsumer<String, RankResult> emit) {
        long startNs = System.nanoTime();
        lastBegunMs = nowMs;
        EpochPlan plan = planner.plan();
        EventCounts events = state.pending();
        if (!isEpochLost && events.total() == 0 && plan.isFinished() && areClassesPublished(plan)) {
            oldestMs = Long.MAX_VALUE;
            return null;
        }
        isEpochLost = false;
        save(state.nextEpoch(settings.pruneRatesText(), nowMs));
        for (ClassTotal total : plan.classTotals()) {
            publishClass(dataset + "/" + total.name(), records.classTotals(total, state.epoch()), emit);
        }
        for (String name : plan.goneClasses()) {
            publishClass(dataset + "/" + name, null, emit);
        }
        long oldest = Math.min(oldestMs, nowMs);
        oldestMs = Long.MAX_VALUE;
        return new OpenEpoch(plan, events, state.totals(), nowMs, oldest, startNs, plan.remaining());
    }

    private boolean areClassesPublished(EpochPlan plan) {
        return plan.goneClasses().isEmpty()
                && plan.classTotals().stream()
                        .allMatch(total ->
                                isPublished(dataset + "/" + total.name(), records.classTotals(total, state.epoch())));
    }

    private boolean isPublished(String key, @Nullable ClassTotals totals) {
        return EpochRecords.isPublished(
                classes.get(key), totals, settings.policy().tolerance());
    }

    private void publishClass(String key, @Nullable ClassTotals totals, BiConsumer<String, RankResult> emit) {
        if (!isPublished(key, totals)) {
            if (totals == null) {
                classes.remove(key);
            } else {
                classes.put(key, totals);
            }
            stores.classes().put(key, totals);
            emit.accept(key, new OfClass(totals));
        }
    }

    private @Nullable OpenEpoch publish(OpenEpoch epoch, BiConsumer<String, RankResult> emit) {
        EpochPlan plan = epoch.plan();
        int most = settings.publishChunk();
        if (plan.remaining() > AT_ONCE && plan.remainingNews() > 0) {
            // Who labels waits for these; that others moved is told when they can be read.
            most = Math.min(most, plan.remainingNews());
        }
        plan.take(
                most,
                publication -> {
                    String key = dataset + "/" + publication.image();
                    StoredPublication stored = new StoredPublication(
                            state.epoch(), publication.rank(), publication.of(), publication.keptMask());
                    stores.published().put(key, stored);
                    emit.accept(key, new OfImage(records.imageRanking(publication, state.epoch())));
                },
                image -> {
                    String key = dataset + "/" + image;
                    stores.published().delete(key);
                    emit.accept(key, new OfImage(null));
                });
        if (!plan.isFinished()) {
            return epoch;
        }
        save(state.reported(epoch.events(), settings.pruneRatesText()));
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - epoch.startNs());
        emit.accept(
                dataset,
                new OfEpoch(
                        records.epoch(
                                plan.facts(),
                                state.epoch(),
                                epoch.events(),
                                epoch.totals(),
                                epoch.atMs(),
                                epoch.published(),
                                tookMs),
                        epoch.oldestMs()));
        return null;
    }

    private void save(DatasetState next) {
        state = next;
        stores.datasets().put(dataset, next);
    }
}
