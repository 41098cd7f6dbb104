package dev.annorank.view;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Made-up records of the ranking topics. */
public final class Fixtures {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String[] CLASSES = {
        "car", "person", "traffic sign", "tree", "bicycle", "handbag", "dog", "bus", "balloon", "crane"
    };

    /** SI-SCS of the best image. */
    private static final double SUM = 10_000;

    private Fixtures() {}

    /** Its sum of SI-SCS makes the image rank so among others like it; none at all for rank 0. */
    static ImageRanking ranking(String image, int rank, int of) {
        SortedMap<String, Boolean> kept = new TreeMap<>();
        for (String rate : new String[] {"0.2", "0.3", "0.5"}) {
            kept.put(rate, rank > 0 && rank <= Math.round((1 - Double.parseDouble(rate)) * of));
        }
        double percentile = rank == 0 ? 0 : (double) rank / of;
        SortedMap<String, Double> vector = new TreeMap<>();
        if (rank > 0) {
            vector.put("car", SUM / rank);
        }
        double score = rank == 0 ? 0 : 1 / (rank * harmonic(of));
        return new ImageRanking("street", image, rank, of, percentile, score, kept, 3, vector, 1);
    }

    /** What was published as the first of one image, though it may be that no more, and holds these sums. */
    static ImageRanking stale(String image, Map<String, Double> vector) {
        return new ImageRanking("street", image, 1, 1, 1, 1, new TreeMap<>(), 3, new TreeMap<>(vector), 1);
    }

    private static double harmonic(int n) {
        return IntStream.rangeClosed(1, n).mapToDouble(i -> 1.0 / i).sum();
    }

    static ClassTotals totals(String category, long instances) {
        return new ClassTotals("street", category, instances, 1, 1.5 * instances, 1.5, 0.1, 1);
    }

    public static RankingEpoch epoch(long number, int images, int events, int second) {
        SortedMap<String, Pruning> prune = new TreeMap<>();
        for (String rate : new String[] {"0.2", "0.3", "0.5"}) {
            int kept = (int) Math.round((1 - Double.parseDouble(rate)) * images);
            prune.put(rate, new Pruning(kept, kept == 0 ? null : 1 / (kept * harmonic(images)), 5, 3, 0.9666));
        }
        // As if 480 events came with epoch 12.
        int applied = number < 12 ? 11_865 : number == 12 ? 12_345 : 12_345 + events;
        return new RankingEpoch(
                "street",
                number,
                NOON.plusSeconds(second),
                images,
                images,
                3L * images,
                10,
                new EventCounts(events, 0, 0),
                new EventCounts(applied, 67, 8),
                new Imbalance(0.6123, 5.27, 40),
                1.5,
                prune,
                images,
                3);
    }

    /** A dataset of {@code images} images, ranked as they are numbered, and ten classes. */
    public static EpochSnapshot snapshot(int images) {
        return next(book(images), epoch(12, images, 480, 1));
    }

    /** The same, one epoch earlier. */
    static DatasetBook book(int images) {
        DatasetBook book = new DatasetBook("street");
        for (int i = 1; i <= images; i++) {
            book.image(Integer.toString(i), ranking(Integer.toString(i), i, images), 1);
        }
        for (int i = 0; i < CLASSES.length; i++) {
            book.classTotals(CLASSES[i], totals(CLASSES[i], 1 + 3000 / (i + 1)), 1);
        }
        book.epoch(epoch(11, images, 100, 0), 1);
        return book;
    }

    /** One dataset as of each of these epochs. */
    public static List<EpochSnapshot> snapshots(int images, RankingEpoch... epochs) {
        DatasetBook book = book(images);
        return Stream.of(epochs).map(epoch -> next(book, epoch)).toList();
    }

    /** A dataset of images with these ids, ranked in this order. */
    public static EpochSnapshot ranked(String... images) {
        DatasetBook book = new DatasetBook("street");
        for (int i = 0; i < images.length; i++) {
            book.image(images[i], ranking(images[i], i + 1, images.length), 1);
        }
        return next(book, epoch(1, images.length, 3, 0));
    }

    /** The book as of one more epoch. */
    static EpochSnapshot next(DatasetBook book, RankingEpoch epoch) {
        book.epoch(epoch, epoch.epoch());
        book.aim((image, e) -> {
            throw e;
        });
        book.whole();
        return ranked(book.take());
    }

    static EpochSnapshot ranked(WholeEpoch whole) {
        return new RankedEpoch(whole, whole.index().rank(), Optional.empty());
    }
}
