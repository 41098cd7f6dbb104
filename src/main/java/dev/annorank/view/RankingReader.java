package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.RecordFormat;
import dev.annorank.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the epochs of all datasets together from the three ranking topics.
 *
 * <p>Partitions become visible one by one, so an epoch's record may be read before its images. But all of an epoch was
 * written before its record was committed: once that is read, the present ends of the other partitions, counted with what
 * is not committed yet, lie behind all of it. When reading has passed those ends, the epoch is whole.
 *
 * <p>At first the epochs' records are read, and only then the others: so what is read of the past is known to belong to the
 * newest epoch or an older one, and nothing of it has to wait.
 */
abstract class RankingReader implements TopicHandler, AutoCloseable {
    private final Topics topics;
    private final Predicate<String> wanted;
    /** Asks for ends without regard to what is committed. */
    private final Consumer<byte[], byte[]> uncommitted;

    private final Deserializer<ImageRanking> images = new ImageRankingSerde().deserializer();
    private final Deserializer<ClassTotals> classes = new ClassTotalsSerde().deserializer();
    private final Deserializer<RankingEpoch> epochs = new RankingEpochSerde().deserializer();
    private final Map<String, DatasetBook> books = new TreeMap<>();
    private final Map<TopicPartition, Long> epochEnds = new HashMap<>();
    private final Fences fences = new Fences();
    private final Disagreements disagreements;
    private List<DatasetBook> aimed = new ArrayList<>();
    private boolean isBegun;
    private boolean isFenceDue;
    private boolean isCaughtUp;
    private @Nullable String readAnew;

    /** @param nanoClock counts nanoseconds from anywhere */
    RankingReader(
            Topics topics, Predicate<String> wanted, Consumer<byte[], byte[]> uncommitted, LongSupplier nanoClock) {
        this.disagreements = new Disagreements(nanoClock);
        this.topics = topics;
        this.wanted = wanted;
        this.uncommitted = uncommitted;
    }

    static List<String> topics(Topics topics) {
        return List.of(topics.imageRanking(), topics.classTotals(), topics.rankingEpochs());
    }

    @Override
    public final void record(ConsumerRecord<byte[], byte[]> one) {
        String text = RecordKeys.text(one);
        if (one.topic().equals(topics.rankingEpochs())) {
            if (one.value() != null) {
                RecordFormat.requireFormat(one.headers());
                RankingEpoch epoch = epochs.deserialize(one.topic(), one.value());
                RecordKeys.requireSame(text, Ids.requireDataset(epoch.dataset()));
                epoch(epoch, one.timestamp());
            }
            return;
        }
        ImageKey key = ImageKey.parse(text);
        if (!wanted.test(key.dataset())) {
            return;
        }
        DatasetBook book = book(key.dataset());
        if (one.topic().equals(topics.imageRanking())) {
            ImageRanking ranking = one.value() == null ? null : images.deserialize(one.topic(), one.value());
            if (ranking != null) {
                RecordKeys.requireSame(text, ranking.dataset() + "/" + ranking.image());
            }
            book.image(key.image(), ranking, one.timestamp());
        } else {
            // Keys of class totals, dataset/class, are of the same form.
            ClassTotals totals = one.value() == null ? null : classes.deserialize(one.topic(), one.value());
            if (totals != null) {
                RecordKeys.requireSame(text, totals.dataset() + "/" + totals.category());
            }
            book.classTotals(key.image(), totals, one.timestamp());
        }
    }

    /** A dataset is known from its first image on: before that, its epochs count what came to nothing, and that is all. */
    private void epoch(RankingEpoch epoch, long timestamp) {
        String dataset = epoch.dataset();
        boolean hadImages = epoch.images() > 0 || books.containsKey(dataset);
        if (!hadImages || !wanted.test(dataset)) {
            return;
        }
        book(dataset).epoch(epoch, timestamp);
        announced(epoch);
    }

    private DatasetBook book(String dataset) {
        return books.computeIfAbsent(dataset, DatasetBook::new);
    }

    @Override
    public final void added(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        if (isBegun) {
            return;
        }
        ends.forEach((partition, end) -> {
            if (isOfEpochs(partition)) {
                epochEnds.put(partition, end);
            } else {
                consumer.pause(List.of(partition));
            }
        });
    }

    @Override
    public final void polled(Consumer<byte[], byte[]> consumer) {
        if (!isBegun) {
            if (!Fences.isPast(consumer, epochEnds)) {
                return;
            }
            consumer.resume(consumer.paused());
            isBegun = true;
            // Also where no dataset has an epoch: passing the first fence is to have caught up.
            isFenceDue = true;
        }
        aim();
        if (isFenceDue) {
            setFence(consumer);
        }
        boolean wasFirst = fences.pass(consumer);
        books.values().stream().filter(DatasetBook::canTake).forEach(this::check);
        readAnewIfDue();
        if (readAnew != null) {
            readAnew(consumer, readAnew);
            return;
        }
        if (wasFirst) {
            if (!isCaughtUp) {
                isCaughtUp = true;
                books.values().forEach(book -> book.announceUntold(this::isOld));
                dropWhatIsGone();
            }
            upToDate();
        }
    }

    /**
     * Takes an epoch if it is what its own record says, and otherwise finds out why it is not. One of which nothing is there
     * but its record is not shown: an empty ranking would be taken for one that keeps no image.
     */
    private void check(DatasetBook book) {
        if (readAnew != null) {
            return;
        }
        Optional<String> wrong = book.disagreement();
        if (wrong.isPresent() && !book.isLookedAtTwice()) {
            if (book.doubt()) {
                aimed.add(book);
                isFenceDue = true;
            }
            return;
        }
        if (!isReady(book.dataset())) {
            return;
        }
        if (wrong.isPresent()) {
            boolean isNew = disagreements.found(book.dataset(), wrong.get());
            readAnewIfDue();
            if (readAnew != null) {
                return;
            }
            disagrees(disagreements.describe(), isNew);
        } else if (disagreements.settled(book.dataset())) {
            disagrees(disagreements.describe(), true);
        }
        WholeEpoch whole = book.take();
        if (wrong.isEmpty() || !book.isOnlyAnnounced()) {
            ready(whole);
        }
    }

    /** Once all was read anew. */
    private void dropWhatIsGone() {
        for (String dataset : disagreements.notIn(books.keySet())) {
            dropped(dataset);
            if (disagreements.settled(dataset)) {
                disagrees(disagreements.describe(), true);
            }
        }
    }

    /** Also of datasets whose turn has come only now. */
    private void readAnewIfDue() {
        Optional<String> due = disagreements.due();
        if (due.isPresent()) {
            readAnew = due.get();
            disagrees(disagreements.describe(), false);
        }
    }

    /** Begins as if nothing had been read. Asking may fail; then it is tried again at the next poll. */
    private void readAnew(Consumer<byte[], byte[]> consumer, String why) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), TopicFollower.ANSWER);
        readAnew = null;
        readsAnew(why);
        books.clear();
        fences.clear();
        aimed.clear();
        epochEnds.clear();
        isBegun = false;
        isFenceDue = false;
        isCaughtUp = false;
        consumer.resume(consumer.paused());
        consumer.seekToBeginning(consumer.assignment());
        added(consumer, ends);
    }

    private void aim() {
        for (DatasetBook book : books.values()) {
            if (book.canAim()) {
                book.aim((image, e) -> skipped(book.dataset() + "/" + image, String.valueOf(e.getMessage())));
                aimed.add(book);
                isFenceDue = true;
            }
        }
    }

    /** Asking may fail; then it is asked again, and until then no epoch becomes whole. */
    private void setFence(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> others =
                consumer.assignment().stream().filter(one -> !isOfEpochs(one)).toList();
        fences.add(uncommitted.endOffsets(others, TopicFollower.ANSWER), aimed);
        aimed = new ArrayList<>();
        isFenceDue = false;
    }

    private boolean isOfEpochs(TopicPartition partition) {
        return partition.topic().equals(topics.rankingEpochs());
    }

    /** An epoch's record has been read; the epoch itself may not be whole yet. */
    abstract void announced(RankingEpoch epoch);

    /** Whether an epoch of the dataset would be taken now. */
    abstract boolean isReady(String dataset);

    /** Whether a time, in ms, is so long ago that an epoch of then would have ended. */
    abstract boolean isOld(long timestampMs);

    /** An epoch is whole. */
    abstract void ready(WholeEpoch epoch);

    /** All that was committed when it was last asked has been read. */
    abstract void upToDate();

    /** What was read of a dataset is not what its epoch says: all is read anew. */
    abstract void readsAnew(String why);

    /**
     * What was read is not what the epochs say, and what can be done, in words; empty if nothing disagrees, or if all that
     * does is being read anew.
     *
     * @param isNew whether it is of other datasets than before
     */
    abstract void disagrees(String what, boolean isNew);

    /** Nothing is there any more, after reading anew, of a dataset that disagreed. */
    abstract void dropped(String dataset);

    /** A record that waited for its epoch cannot be used. */
    abstract void skipped(String key, String why);

    /** Ends a question that is waiting for its answer; from any thread. */
    void wakeup() {
        uncommitted.wakeup();
    }

    /** After the follower has ended. */
    @Override
    public void close() {
        uncommitted.close(CloseOptions.timeout(TopicFollower.CLOSE));
    }
}
