package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.RejectedException;
import dev.annorank.score.EventScorer;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Computes everything, or one dataset, anew from the annotations. Before it changes anything it says so in the manifest,
 * and takes that back when it has ended: in between no worker starts. Broken off at any point, it is run again and ends
 * as if it had not been.
 */
public final class Reset {
    private static final String ALL = "--all";

    private final Installation installation;
    private final Topics topics;
    private final ManifestTopic manifest;
    private final WorkerGroup group;
    private final PublicTopics cluster;
    private final Duration patience;
    private final ResetListener listener;

    /**
     * Nothing is done yet.
     *
     * @param admin the caller closes it
     * @param patience how long to wait for the sessions and transactions of killed workers to end
     */
    public Reset(
            Installation installation, Admin admin, ManifestTopic manifest, Duration patience, ResetListener listener) {
        this.installation = installation;
        this.topics = installation.topics();
        this.manifest = manifest;
        this.group = new WorkerGroup(admin, installation.applicationId());
        this.cluster = new PublicTopics(admin, installation.consumer());
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Leaves nothing but the annotations. Images and classes are taken back with tombstones, so that a running reader sees
     * them go, and never a ranking of old and new scores together. The next worker decides the settings.
     *
     * @throws OpsException if workers are at work, or the topics belong to other settings
     */
    public void all() throws IOException {
        group.requireStopped(patience.toMillis());
        manifest.create();
        ScoringManifest found = manifest.claim(installation.scoring());
        requirePrefix(found);
        manifest.replace(found.during(ALL));
        requireStillStopped();
        try (OutputWriter out = new OutputWriter(installation)) {
            group.delete();
            listener.done("group " + installation.applicationId() + ": offsets deleted");
            int deleted = cluster.delete(installation.internalTopics());
            listener.done(deleted + " internal topics deleted");
            for (String topic : List.of(topics.instanceScores(), topics.rankingEpochs(), topics.deadLetters())) {
                cluster.purge(topic);
                listener.done("topic " + topic + ": emptied");
            }
            cluster.awaitSettled(List.of(topics.instances(), topics.imageRanking(), topics.classTotals()), settleMs());
            takeBack(topics.instances(), out);
            takeBack(topics.imageRanking(), out);
            takeBack(topics.classTotals(), out);
        }
        boolean removed = new LocalState(installation.stateDir(), installation.applicationId()).remove();
        listener.done(removed ? "local state removed" : "no local state here");
        requireStillStopped();
        manifest.clear();
    }

    private void takeBack(String topic, OutputWriter out) {
        Set<String> live = cluster.liveKeys(topic, listener);
        live.forEach(key -> out.tombstone(topic, key.getBytes(UTF_8)));
        out.commit();
        listener.done(String.format(Locale.ROOT, "topic %s: %,d keys taken back", topic, live.size()));
    }

    /**
     * Scores the events of one dataset again, up to where the workers have read the annotations; what came later is
     * theirs. They are not counted a second time. Other datasets stay as they are.
     *
     * @param scorer with the settings that are stored
     * @throws OpsException if workers are at work, if another reset is unfinished, or if the settings are not those stored
     */
    public void dataset(String dataset, EventReader reader, EventScorer scorer) {
        Ids.requireDataset(dataset);
        String name = "--dataset " + dataset;
        group.requireStopped(patience.toMillis());
        manifest.create();
        ScoringManifest found = manifest.read()
                .orElseThrow(() -> new OpsException("no worker of application.id " + installation.applicationId()
                        + " has run yet; there is nothing to reset"));
        Optional<String> other = found.unfinished().filter(reset -> !reset.equals(name));
        if (other.isPresent()) {
            throw new OpsException("another reset was broken off; run it again first: annorank reset " + other.get());
        }
        ScoringGuard.requireSame(found, installation.applicationId(), installation.scoring());
        manifest.replace(found.during(name));
        requireStillStopped();
        try (OutputWriter out = new OutputWriter(installation)) {
            cluster.awaitSettled(List.of(topics.instanceScores(), topics.imageRanking()), settleMs());
            // Before anything is written: it may take longer than a transaction may stay open.
            List<String> published = published(dataset);
            DatasetReplay replay = new DatasetReplay(dataset, reader, scorer, out, topics.instanceScores());
            new TopicRange(readByWorkers()).read(installation.consumer(), replay::accept, listener);
            published.forEach(replay::forget);
            out.commit();
            listener.done(String.format(
                    Locale.ROOT,
                    "dataset %s: %,d events of %,d images scored again; %,d could not be used, as before",
                    dataset,
                    replay.events(),
                    replay.images(),
                    replay.rejected()));
        }
        requireStillStopped();
        manifest.replace(found.finished());
    }

    private Map<TopicPartition, Long> readByWorkers() {
        Map<TopicPartition, Long> read = group.committed(cluster.partitions(topics.annotations()));
        Map<TopicPartition, Long> ends = cluster.ends(topics.annotations(), IsolationLevel.READ_COMMITTED);
        read.replaceAll((partition, offset) -> Math.min(offset, ends.getOrDefault(partition, 0L)));
        return read;
    }

    /** Images that are published though no annotation may name them any more. */
    private List<String> published(String dataset) {
        return cluster.liveKeys(topics.imageRanking(), listener).stream()
                .map(Reset::key)
                .flatMap(Optional::stream)
                .filter(key -> key.dataset().equals(dataset))
                .map(ImageKey::image)
                .toList();
    }

    /** Empty if somebody else wrote it. */
    private static Optional<ImageKey> key(String text) {
        try {
            return Optional.of(ImageKey.parse(text));
        } catch (RejectedException notOurs) {
            return Optional.empty();
        }
    }

    /** Topics of another prefix are not those that this state was computed from. */
    private void requirePrefix(ScoringManifest found) {
        String stored = found.settings().get("topics.prefix");
        if (stored != null && !stored.equals(topics.prefix())) {
            throw new OpsException("application.id " + installation.applicationId() + " belongs to topics.prefix "
                    + stored + ", but " + topics.prefix() + " is configured; set topics.prefix to that");
        }
    }

    /** Who checked the manifest just before it changed may have joined since. The manifest stays as it is then. */
    private void requireStillStopped() {
        if (group.members() > 0) {
            throw new OpsException("a worker of application.id " + installation.applicationId()
                    + " started during the reset; stop it, then run the reset again");
        }
    }

    private long settleMs() {
        return Math.max(patience.toMillis(), Duration.ofSeconds(30).toMillis());
    }
}
