package dev.annorank.chaos;

import dev.annorank.config.Settings;
import dev.annorank.demo.Truth;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.InstanceDetail;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.InstanceScorer;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** What must hold when all is sent and all is quiet. Each method returns what does not. */
public final class Audit {
    private static final Settings SETTINGS = Settings.defaults();

    private Audit() {}

    /** The ranking recomputed from what was published is the batch ranking of the same annotations, bit for bit. */
    public static List<String> ranking(String dataset, DatasetReplica replica, Truth truth) {
        List<String> found = new ArrayList<>();
        RankingIndex index = batch(truth);
        Ranking batch = index.rank();
        Ranking stream = replica.ranking();
        if (stream.ranked() != batch.ranked()) {
            found.add(dataset + ": " + stream.ranked() + " images are ranked, in batch " + batch.ranked());
        }
        for (int rank = 1; rank <= Math.min(stream.ranked(), batch.ranked()) && found.size() < 5; rank++) {
            if (!stream.image(rank).equals(batch.image(rank))
                    || Double.compare(stream.score(rank), batch.score(rank)) != 0) {
                found.add(dataset + ": rank " + rank + " is " + stream.image(rank) + " with " + stream.score(rank)
                        + ", in batch " + batch.image(rank) + " with " + batch.score(rank));
            }
        }
        TreeSet<String> unranked = new TreeSet<>();
        replica.told().values().stream()
                .filter(image -> image.rank() == 0)
                .forEach(image -> unranked.add(image.image()));
        if (!unranked.equals(new TreeSet<>(batch.unrankedImages()))) {
            found.add(dataset + ": unranked are " + unranked + ", in batch " + batch.unrankedImages());
        }
        for (ImageRanking image : replica.told().values()) {
            SortedMap<String, Double> vector = sums(index.vector(image.image()));
            // A last bit may not show in a score; here it does.
            if (!image.vector().equals(vector) && found.size() < 10) {
                found.add(dataset + ": vector of " + image.image() + " is " + image.vector() + ", in batch " + vector);
            }
        }
        long instances = replica.told().values().stream()
                .mapToLong(ImageRanking::instances)
                .sum();
        if (instances != index.instances()) {
            found.add(dataset + ": " + instances + " instances, in batch " + index.instances());
        }
        return found;
    }

    /** As published: classes with a sum above 0 only. */
    private static SortedMap<String, Double> sums(ImageVector vector) {
        SortedMap<String, Double> sums = new TreeMap<>();
        for (int i = 0; vector != null && i < vector.size(); i++) {
            if (vector.sums()[i] > 0) {
                sums.put(vector.classes()[i], vector.sums()[i]);
            }
        }
        return sums;
    }

    private static RankingIndex batch(Truth truth) {
        InstanceScorer scorer =
                new InstanceScorer(SETTINGS.measure(), SETTINGS.maskMaxPixels(), SETTINGS.crowdIncluded());
        return BatchRanking.of(scorer, truth::forEach);
    }

    /** Every event of a dataset is applied, superseded or rejected, and the rejected are the bad ones. */
    static List<String> counts(String dataset, EventCounts totals, History history) {
        long bad = history.bad().stream()
                .filter(event -> event.dataset().equals(dataset))
                .count();
        List<String> found = new ArrayList<>();
        if (totals.total() != history.sent(dataset)) {
            found.add(
                    dataset + ": " + totals + " are " + totals.total() + " events, sent were " + history.sent(dataset));
        }
        if (totals.rejected() != bad) {
            found.add(dataset + ": " + totals.rejected() + " events were rejected, bad were " + bad);
        }
        return found;
    }

    /** The dead letters are the bad events, each as often as it was sent; those of an {@link Adversary} apart. */
    static List<String> deadLetters(String bootstrapServers, History history) {
        Map<String, Integer> difference = new HashMap<>();
        history.bad().forEach(event -> difference.merge(content(event.key(), event.value()), 1, Integer::sum));
        for (ConsumerRecord<byte[], byte[]> one :
                Reader.readAll(bootstrapServers, Topics.standard().deadLetters())) {
            difference.merge(content(one.key(), one.value()), -1, Integer::sum);
        }
        List<String> found = new ArrayList<>();
        difference.forEach((content, count) -> {
            if (count != 0) {
                found.add(
                        "dead letters: " + Math.abs(count) + (count > 0 ? " missing of " : " too many of ") + content);
            }
        });
        return found;
    }

    /** What the topic of instances holds of all datasets is the final set of annotations, scores bit for bit. */
    static List<String> instances(String bootstrapServers, History history) {
        Map<String, Double> told = new TreeMap<>();
        Deserializer<InstanceDetail> details = new InstanceDetailSerde().deserializer();
        String topic = Topics.standard().instances();
        for (ConsumerRecord<byte[], byte[]> one : Reader.readAll(bootstrapServers, topic)) {
            String key = new String(one.key(), StandardCharsets.UTF_8);
            if (one.value() == null) {
                told.remove(key);
            } else {
                told.put(
                        key,
                        details.deserialize(topic, one.value())
                                .instance()
                                .score()
                                .siScs());
            }
        }
        InstanceScorer scorer =
                new InstanceScorer(SETTINGS.measure(), SETTINGS.maskMaxPixels(), SETTINGS.crowdIncluded());
        Map<String, Double> batch = new TreeMap<>();
        for (String dataset : ChaosSettings.DATASETS) {
            history.truth(dataset)
                    .forEach((image, annotation) -> batch.put(
                            new InstanceKey(dataset, image.id(), annotation.id()).toString(),
                            scorer.score(image, annotation).siScs()));
        }
        if (told.equals(batch)) {
            return List.of();
        }
        TreeSet<String> different = new TreeSet<>(batch.keySet());
        different.addAll(told.keySet());
        different.removeIf(key -> batch.containsKey(key) && batch.get(key).equals(told.get(key)));
        return List.of("instances: " + different.size() + " of " + batch.size() + " differ from batch, such as "
                + different.first());
    }

    private static String content(byte[] key, byte[] value) {
        return Arrays.toString(key) + " " + new String(value, StandardCharsets.UTF_8);
    }
}
