package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.Ids;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.Unscored;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.view.Suspects.Suspect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * All instances of all datasets, on disk, and figures about them in memory. Values are kept as they came, by the text of
 * their keys, so that the instances of an image lie side by side. One thread writes, any may read; a closed store is empty.
 */
final class InstanceStore implements InstanceView, AutoCloseable {
    private final Path folder;
    private InstanceFiles files;
    private final Deserializer<InstanceDetail> details = new InstanceDetailSerde().deserializer();
    private final Map<String, Figures> datasets = new ConcurrentHashMap<>();
    /** A store that is read must not be closed meanwhile: native code would read freed memory. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile boolean isCaughtUp;
    private volatile boolean isDamaged;
    private boolean closed;

    private static final class Figures {
        private final InstanceHistograms histograms = new InstanceHistograms();
        private final Suspects suspects = new Suspects();
        private Unscored unscored = Unscored.NONE;

        synchronized void count(InstanceKey key, InstanceDetail detail, boolean in) {
            ScoredInstance instance = detail.instance();
            unscored = in
                    ? unscored.plus(instance.crowd(), instance.score())
                    : unscored.minus(instance.crowd(), instance.score());
            suspects.count(key, detail, in);
            // A crowd that was not scored has no shape that could be counted.
            if (!detail.instance().crowd() || detail.instance().score().areaPx2() > 0) {
                histograms.count(detail.instance().score(), in);
            }
        }

        synchronized Distribution distribution() {
            return histograms.distribution();
        }

        synchronized Unscored unscored() {
            return unscored;
        }

        synchronized List<Suspect> worst(int limit) {
            return suspects.worst(limit);
        }
    }

    /**
     * An empty store.
     *
     * @param folder where it is kept; emptied now and when the store is closed
     * @throws java.io.UncheckedIOException if the folder cannot be used
     */
    InstanceStore(Path folder) {
        this.folder = folder;
        this.files = new InstanceFiles(folder);
    }

    /** All that was in the topic when reading began is here. */
    void caughtUp() {
        isCaughtUp = true;
    }

    /** Whether its files were found damaged, so that what it says may be wrong. */
    boolean isDamaged() {
        return isDamaged;
    }

    /** Begins anew, empty. */
    void restart() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                isCaughtUp = false;
                // Until there are new files: what fails here must leave nobody reading the old ones.
                closed = true;
                files.close();
                files = new InstanceFiles(folder);
                closed = false;
                datasets.clear();
                isDamaged = false;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** What comes to the topic from now on is missing here. */
    void ended() {
        isCaughtUp = false;
    }

    /**
     * Sets an instance, or takes it out.
     *
     * @param value as the topic has it; null for an instance that is gone
     * @throws org.apache.kafka.common.errors.SerializationException if the value cannot be read; nothing is changed
     */
    void put(InstanceKey key, byte @Nullable [] value) {
        InstanceDetail detail = value == null ? null : requireOf(key, read(value));
        byte[] name = key.toString().getBytes(UTF_8);
        Figures figures = datasets.computeIfAbsent(key.dataset(), dataset -> new Figures());
        whileOpen(
                () -> {
                    byte[] before = files.get(name);
                    if (before != null) {
                        figures.count(key, read(before), false);
                    }
                    if (detail != null && value != null) {
                        files.put(name, value);
                        figures.count(key, detail, true);
                    } else if (before != null) {
                        files.delete(name);
                    }
                    return List.of();
                },
                List.of());
    }

    /**
     * Returns the instance.
     *
     * @throws SerializationException if it is not the one that the key names
     */
    static InstanceDetail requireOf(InstanceKey key, InstanceDetail detail) {
        InstanceKey its = new InstanceKey(
                detail.dataset(), detail.image().id(), detail.instance().annotation());
        if (!its.equals(key)) {
            throw new SerializationException("key is " + key + ", value is of " + its);
        }
        return detail;
    }

    private InstanceDetail read(byte[] value) {
        return details.deserialize("instances", value);
    }

    @Override
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    @Override
    public List<InstanceDetail> of(String dataset, String image, int limit) {
        String any = new InstanceKey(dataset, image, "x").toString();
        byte[] prefix = any.substring(0, any.length() - 1).getBytes(UTF_8);
        return whileOpen(
                () -> {
                    List<byte[]> keys = files.keys(prefix);
                    keys.sort(Comparator.comparing(key -> annotation(key, prefix.length), Ids.ORDER));
                    List<InstanceDetail> found = new ArrayList<>();
                    for (byte[] key : keys.subList(0, Math.min(limit, keys.size()))) {
                        byte[] value = files.get(key);
                        if (value != null) {
                            found.add(read(value));
                        }
                    }
                    return List.copyOf(found);
                },
                List.of());
    }

    private static String annotation(byte[] key, int prefix) {
        return new String(Arrays.copyOfRange(key, prefix, key.length), UTF_8);
    }

    @Override
    public Distribution distribution(String dataset) {
        Figures figures = datasets.get(dataset);
        return figures == null ? new InstanceHistograms().distribution() : figures.distribution();
    }

    @Override
    public Unscored unscored(String dataset) {
        Figures figures = datasets.get(dataset);
        return figures == null ? Unscored.NONE : figures.unscored();
    }

    @Override
    public List<Outlier> outliers(String dataset, int limit) {
        Figures figures = datasets.get(dataset);
        if (figures == null) {
            return List.of();
        }
        List<Suspect> worst = figures.worst(limit);
        return whileOpen(
                () -> {
                    List<Outlier> found = new ArrayList<>();
                    for (Suspect suspect : worst) {
                        byte[] value = files.get(suspect.key().toString().getBytes(UTF_8));
                        if (value != null) {
                            found.add(new Outlier(read(value), suspect.kind(), suspect.why()));
                        }
                    }
                    return List.copyOf(found);
                },
                List.of());
    }

    /** Something with files, which may fail as files do. */
    private interface Use<T> {
        T now() throws RocksDBException;
    }

    private <T> T whileOpen(Use<T> use, T otherwise) {
        lock.readLock().lock();
        try {
            return closed ? otherwise : use.now();
        } catch (RocksDBException e) {
            if (!InstanceFiles.isDamage(e)) {
                throw InstanceFiles.failed(e);
            }
            isDamaged = true;
            isCaughtUp = false;
            return otherwise;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                files.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
