package dev.annorank.app;

import dev.annorank.client.KafkaFailure;
import dev.annorank.cluster.ScoringManifest;
import dev.annorank.config.KafkaProperties;
import dev.annorank.config.Settings;
import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFacts.OfDataset;
import dev.annorank.format.subset.SubsetFacts.Origin;
import dev.annorank.model.Image;
import dev.annorank.model.UserException;
import dev.annorank.topic.Topics;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.LiveImages;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A dataset of the live ranking, as of one epoch. */
final class LiveSource implements SubsetSource, AutoCloseable {
    private final Settings settings;
    private final String dataset;
    private final SnapshotWait waiting;
    private final @Nullable LiveImages images;
    private @Nullable EpochSnapshot snapshot;

    /** @param needsImages whether {@link #known} will be asked; begins to read the images at once */
    LiveSource(Settings settings, String dataset, SnapshotWait waiting, boolean needsImages) {
        this.settings = settings;
        this.dataset = dataset;
        this.waiting = waiting;
        this.images = needsImages
                ? LiveImages.start(
                        new KafkaProperties(settings).consumer(),
                        new Topics(settings.topicsPrefix()),
                        dataset,
                        NewerWriter.foreign(settings))
                : null;
    }

    /**
     * Waits for the epoch and the images; to be called before all else.
     *
     * @throws UserException if they cannot be read
     */
    void await() throws InterruptedException {
        snapshot = waiting.await(dataset);
        LiveImages read = images;
        if (read == null) {
            return;
        }
        waiting.until(
                "names and sizes of the images",
                () -> read.isCaughtUp() || read.problem().isPresent());
        if (read.problem().isPresent()) {
            throw new UserException("names and sizes of the images cannot be read ("
                    + read.problem().get() + "); with --coco FILE, --force does without");
        }
    }

    private EpochSnapshot snapshot() {
        if (snapshot == null) {
            throw new IllegalStateException("nothing has been waited for");
        }
        return snapshot;
    }

    @Override
    public Subset subset(Quota quota) {
        return subset(snapshot(), quota);
    }

    static Subset subset(EpochSnapshot snapshot, Quota quota) {
        return new Subset(
                snapshot.ranking(), snapshot::vector, snapshot.epoch().prune().keySet(), quota);
    }

    @Override
    public int images() {
        return snapshot().epoch().images();
    }

    @Override
    public String name() {
        return "dataset " + dataset;
    }

    @Override
    public String when() {
        return ", epoch " + snapshot().epoch().epoch() + " of "
                + snapshot().epoch().at();
    }

    @Override
    public Origin origin() {
        return new OfDataset(
                dataset, snapshot().epoch().epoch(), snapshot().epoch().at());
    }

    @Override
    public Function<String, Optional<Image>> known() {
        if (images == null) {
            throw new IllegalStateException("the images are not read");
        }
        return images::find;
    }

    @Override
    public Map<String, String> scoring() {
        String why = "this application.id has none";
        try (Admin admin = Admin.create(new KafkaProperties(settings).admin())) {
            Optional<ScoringManifest> manifest =
                    Installations.manifest(settings, admin).readIfPresent();
            if (manifest.isPresent()) {
                return manifest.get().settings();
            }
        } catch (KafkaException e) {
            why = KafkaFailure.explain(e, new KafkaProperties(settings).admin());
        }
        System.err.println("annorank: how masks were measured is not known: no record of it can be read (" + why + ")");
        return Map.of();
    }

    @Override
    public boolean isFile() {
        return false;
    }

    @Override
    public void close() {
        if (images != null) {
            images.close();
        }
    }
}
