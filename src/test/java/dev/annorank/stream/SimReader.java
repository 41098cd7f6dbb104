package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.chaos.Audit;
import dev.annorank.chaos.DatasetReplica;
import dev.annorank.demo.Truth;
import dev.annorank.model.ClassTotals;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.RankingEpoch;
import dev.annorank.stream.SimTask.TopicRecord;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.RankingEpochSerde;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.test.TestRecord;

/** Reads the public topics as they are committed, and holds every epoch and what is there in the end to what is promised. */
final class SimReader {
    private final Deserializer<ImageRanking> rankings = new ImageRankingSerde().deserializer();
    private final Deserializer<ClassTotals> classes = new ClassTotalsSerde().deserializer();
    private final Deserializer<RankingEpoch> epochs = new RankingEpochSerde().deserializer();
    private final Deserializer<InstanceDetail> details = new InstanceDetailSerde().deserializer();

    private final DatasetReplica dataset;
    private final Map<InstanceKey, InstanceDetail> instances = new HashMap<>();
    private final List<String> deadLetters = new ArrayList<>();

    SimReader(double tolerance) {
        dataset = new DatasetReplica(Events.DATASET, tolerance);
    }

    /** Takes what one or several transactions wrote; returns what does not hold at the epochs that end with them. */
    List<String> read(List<TopicRecord> committed) {
        // Partitions are read one by one: those of epochs last, as whoever waits for the whole of an epoch does.
        List<TopicRecord> ends = new ArrayList<>();
        for (TopicRecord one : committed) {
            if (one.topic().equals(TopologyHarness.TOPICS.rankingEpochs())) {
                ends.add(one);
            } else {
                read(one);
            }
        }
        List<String> found = new ArrayList<>();
        for (TopicRecord end : ends) {
            RankingEpoch epoch = epochs.deserialize(end.topic(), end.content().value());
            found.addAll(dataset.epoch(epoch, end.content().timestamp()));
        }
        return found;
    }

    private void read(TopicRecord one) {
        TestRecord<byte[], byte[]> record = one.content();
        String key = new String(record.key(), UTF_8);
        if (one.topic().equals(TopologyHarness.TOPICS.imageRanking())) {
            ImageRanking ranking = rankings.deserialize(one.topic(), record.value());
            dataset.image(ImageKey.parse(key).image(), ranking, record.timestamp());
        } else if (one.topic().equals(TopologyHarness.TOPICS.classTotals())) {
            ClassTotals totals = classes.deserialize(one.topic(), record.value());
            dataset.classTotals(ImageKey.parse(key).image(), totals, record.timestamp());
        } else if (one.topic().equals(TopologyHarness.TOPICS.deadLetters())) {
            deadLetters.add(new String(record.value(), UTF_8));
        } else if (one.topic().equals(TopologyHarness.TOPICS.instances())) {
            InstanceDetail detail = details.deserialize(one.topic(), record.value());
            if (detail == null) {
                instances.remove(InstanceKey.parse(key));
            } else {
                instances.put(InstanceKey.parse(key), detail);
            }
        }
    }

    /**
     * What does not hold once all is quiet.
     *
     * @param different events that may have been applied: not counted are bad ones and those that are there already
     */
    List<String> audit(Truth truth, int events, int different, List<String> bad) {
        List<String> found = new ArrayList<>(Audit.ranking(Events.DATASET, dataset, truth));
        if (dataset.totals().total() != events) {
            found.add(dataset.totals() + " are " + dataset.totals().total() + " events, sent were " + events);
        }
        if (dataset.totals().applied() > different) {
            found.add(dataset.totals() + " says so of " + different + " different events");
        }
        if (dataset.totals().rejected() != bad.size()) {
            found.add(dataset.totals().rejected() + " events are rejected, bad were " + bad.size());
        }
        if (!deadLetters.equals(bad)) {
            found.add("dead letters are " + deadLetters + ", bad were " + bad);
        }
        Map<InstanceKey, InstanceDetail> expected = InterleavingTest.instances(truth);
        if (!instances.equals(expected)) {
            found.add("instances are " + instances.keySet() + ", in batch " + expected.keySet());
        }
        return found;
    }

    int epochs() {
        return dataset.epochs();
    }
}
