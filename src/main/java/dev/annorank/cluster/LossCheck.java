package dev.annorank.cluster;

import dev.annorank.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares how far the workers were with what the logs of their topics still hold, before a worker starts. A log is shorter
 * than that after damage on the broker's disk, an old backup, or when somebody deleted records or a topic.
 */
public final class LossCheck {
    private static final String RESET =
            "stop all workers and run annorank reset --all (with --embedded, if the broker is"
                    + " annorank's own), which computes everything anew from the annotations";

    private final Admin admin;
    private final WorkerGroup workers;
    private final Topics topics;
    private final Set<String> internalTopics;
    private final Duration patience;

    private Map<TopicPartition, Long> begins = Map.of();
    private Map<TopicPartition, Long> ends = Map.of();
    private Map<TopicPartition, Long> committed = Map.of();

    /**
     * Nothing is asked yet.
     *
     * @param admin the caller closes it
     * @param internalTopics full names of changelogs and repartition topics
     * @param patience how long to wait for the sessions of killed workers to end
     */
    public LossCheck(Admin admin, String applicationId, Topics topics, Set<String> internalTopics, Duration patience) {
        this.admin = admin;
        this.workers = new WorkerGroup(admin, applicationId);
        this.topics = topics;
        this.internalTopics = internalTopics;
        this.patience = patience;
    }

    /**
     * What is lost, where, and what to do, a sentence for each topic; empty if nothing is. Of a topic whose log ends before
     * where workers were, they go on at its end: at its beginning they would work on everything, and count it, twice.
     *
     * @param local of changelogs, the last offset that is in local state
     * @param known where the log of annotations once ended, if it may have been put back from a backup since
     * @throws OpsException if changes of state are lost: Kafka Streams would put what is left in place of local state, and
     *     of stores that no longer fit each other a wrong ranking or none comes
     */
    public List<String> find(Map<TopicPartition, Long> local, Map<TopicPartition, Long> known) {
        ask();
        List<String> losses = new ArrayList<>();
        ofBackup(known, losses);
        if (committed.isEmpty()) {
            return losses;
        }
        ofAnnotations(losses);
        for (String topic : sources()) {
            ofSource(topic, losses);
        }
        int ofEvents = losses.size();
        for (String topic : new TreeSet<>(internalTopics)) {
            if (topic.endsWith("-changelog")) {
                ofChangelog(topic, local, losses);
            }
        }
        if (losses.size() > ofEvents) {
            throw new OpsException(
                    String.join("\n", losses) + "\nNo ranking can be made from the state that is left: " + RESET);
        }
        goOnAtEnds(losses);
        return losses;
    }

    private void ask() {
        Set<String> names = new HashSet<>(internalTopics);
        names.addAll(List.of(topics.annotations(), topics.instanceScores()));
        names.retainAll(Answers.await(admin.listTopics().names(), "list the topics"));
        Set<TopicPartition> partitions = new HashSet<>(Partitions.of(admin, names));
        // In this order, since others may be at work: what they commit is neither deleted nor beyond an end meanwhile.
        begins = offsets(partitions, OffsetSpec.earliest());
        committed = workers.offsets(false);
        committed.keySet().retainAll(partitions);
        ends = offsets(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        results(partitions, which).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> results(
            Collection<TopicPartition> partitions, OffsetSpec which) {
        return Partitions.offsets(admin, partitions, which, IsolationLevel.READ_UNCOMMITTED);
    }

    private List<String> sources() {
        List<String> sources = new ArrayList<>(List.of(topics.instanceScores()));
        internalTopics.stream()
                .filter(topic -> topic.endsWith("-repartition"))
                .sorted()
                .forEach(sources::add);
        return sources;
    }

    private void ofBackup(Map<TopicPartition, Long> known, List<String> losses) {
        Counts later = new Counts();
        // What workers have read beyond the end is told for itself.
        known.forEach((one, end) ->
                later.add(one, end - Math.max(ends.getOrDefault(one, 0L), committed.getOrDefault(one, 0L))));
        if (!later.isEmpty()) {
            losses.add("Topic " + topics.annotations()
                    + ": the broker's data is older than the state beside it, as from a"
                    + " backup; " + later.words("events") + " that came later are lost" + since(later.partitions())
                    + ". The ranking lacks them: load those files again");
        }
    }

    private void ofAnnotations(List<String> losses) {
        String topic = topics.annotations();
        boolean hasWorked = committed.keySet().stream().anyMatch(one -> internalTopics.contains(one.topic()));
        if (hasWorked
                && committed.keySet().stream().noneMatch(one -> one.topic().equals(topic))) {
            losses.add(
                    "Topic " + topic + " was deleted and made anew. What it held is in the ranking still, but a reset"
                            + " computes without it: load those files again");
        }
        Counts missed = missed(topic);
        if (!missed.isEmpty()) {
            losses.add("Topic " + topic + ": " + missed.words("events")
                    + " were deleted before they were worked on. The" + " ranking lacks them: load those files again");
        }
        Counts cut = cut(topic);
        if (!cut.isEmpty()) {
            losses.add("Topic " + topic + ": its log ends early; " + cut.words("events") + " at its end are lost"
                    + since(cut.partitions())
                    + ". They were worked on, but a reset computes without them: load those files"
                    + " again");
        }
        Counts deleted = new Counts();
        of(topic)
                .forEach(one ->
                        deleted.add(one, Math.min(begins.getOrDefault(one, 0L), committed.getOrDefault(one, 0L))));
        if (!deleted.isEmpty()) {
            losses.add("Topic " + topic + ": " + deleted.words("events")
                    + " at its beginning were deleted. They were worked"
                    + " on, but a reset computes without them: load those files again before any reset");
        }
    }

    private void ofSource(String topic, List<String> losses) {
        Counts missed = missed(topic);
        if (!missed.isEmpty()) {
            losses.add("Topic " + topic + ": " + missed.words("records")
                    + " were deleted before they were worked on. The ranking lacks them: " + RESET);
        }
        Counts cut = cut(topic);
        if (!cut.isEmpty()) {
            losses.add("Topic " + topic + ": its log ends early; " + cut.words("records")
                    + " at its end are gone, but were worked on: nothing is lost by that");
        }
    }

    private void ofChangelog(String topic, Map<TopicPartition, Long> local, List<String> losses) {
        Counts gone = new Counts();
        Set<TopicPartition> all = new HashSet<>(of(topic));
        local.keySet().stream().filter(one -> one.topic().equals(topic)).forEach(all::add);
        for (TopicPartition one : all) {
            long next = local.getOrDefault(one, -1L) + 1;
            gone.add(one, next - ends.getOrDefault(one, 0L));
        }
        if (!gone.isEmpty()) {
            losses.add("Topic " + topic + ": its log ends early; " + gone.words("changes") + " of state are lost");
        }
    }

    private List<TopicPartition> of(String topic) {
        return ends.keySet().stream().filter(one -> one.topic().equals(topic)).toList();
    }

    /** Deleted before they were read. */
    private Counts missed(String topic) {
        Counts counts = new Counts();
        of(topic)
                .forEach(one ->
                        counts.add(one, begins.getOrDefault(one, 0L) - committed.getOrDefault(one, Long.MAX_VALUE)));
        return counts;
    }

    /** Read, but not there any more. */
    private Counts cut(String topic) {
        Counts counts = new Counts();
        of(topic).forEach(one -> counts.add(one, committed.getOrDefault(one, 0L) - ends.getOrDefault(one, 0L)));
        return counts;
    }

    /** Since when, as far as the records that are left tell it. */
    private String since(Collection<TopicPartition> partitions) {
        long first = results(partitions, OffsetSpec.maxTimestamp()).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .min()
                .orElse(-1);
        return first < 0 ? "" : ", of after " + Instant.ofEpochMilli(first);
    }

    private void goOnAtEnds(List<String> losses) {
        Map<TopicPartition, Long> back = new HashMap<>();
        committed.forEach((partition, offset) -> {
            long end = ends.getOrDefault(partition, offset);
            if (end < offset) {
                back.put(partition, end);
            }
        });
        if (back.isEmpty()) {
            return;
        }
        if (Answers.waitUntil(() -> workers.members() == 0, patience.toMillis())) {
            workers.goOnAt(back);
        } else {
            losses.add("Other workers are at work: what is left of the topics that end early is worked on, and counted,"
                    + " twice. Afterwards " + RESET);
        }
    }

    /** How many in which partition; only where there are any. */
    private static final class Counts {
        private final Map<Integer, Long> byPartition = new TreeMap<>();
        private final Set<TopicPartition> partitions = new HashSet<>();

        void add(TopicPartition partition, long count) {
            if (count > 0) {
                byPartition.merge(partition.partition(), count, Long::sum);
                partitions.add(partition);
            }
        }

        boolean isEmpty() {
            return byPartition.isEmpty();
        }

        Set<TopicPartition> partitions() {
            return partitions;
        }

        String words(String what) {
            List<String> parts = new ArrayList<>();
            byPartition.forEach((partition, count) ->
                    parts.add(String.format(Locale.ROOT, "%,d of partition %d", count, partition)));
            long sum = byPartition.values().stream().mapToLong(Long::longValue).sum();
            return String.format(Locale.ROOT, "%,d %s (%s)", sum, what, String.join(", ", parts));
        }
    }
}
