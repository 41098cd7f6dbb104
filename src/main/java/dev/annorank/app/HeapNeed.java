package dev.annorank.app;

import dev.annorank.model.RankingEpoch;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns where the datasets that are known will not fit into the heap: by the number of images that an epoch's record names,
 * so before any of them is read. An estimate, for images of a few classes and short ids.
 */
final class HeapNeed implements RankingView.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(HeapNeed.class);
    /** What the program takes without images. */
    private static final long BASE_BYTES = 160L << 20;
    /** In a view, which holds the vectors, a copy that is ranked, and one that is shown. */
    private static final long VIEW_BYTES_AN_IMAGE = 300;
    /** In the worker that ranks the dataset. */
    private static final long RANK_BYTES_AN_IMAGE = 110;

    private final long bytesAnImage;
    private final long heapBytes;
    private final Consumer<String> warn;
    private final Map<String, Integer> images = new ConcurrentHashMap<>();
    private volatile Condition condition = Condition.WORKING;

    /** @param isRanking whether the process ranks, besides showing rankings */
    HeapNeed(boolean isRanking) {
        this(isRanking, Runtime.getRuntime().maxMemory(), LOG::warn);
    }

    /**
     * @param heapBytes largest heap
     * @param warn takes each warning
     */
    HeapNeed(boolean isRanking, long heapBytes, Consumer<String> warn) {
        this.bytesAnImage = VIEW_BYTES_AN_IMAGE + (isRanking ? RANK_BYTES_AN_IMAGE : 0);
        this.heapBytes = heapBytes;
        this.warn = warn;
    }

    /** Working always; with words where the heap is too small. */
    Condition condition() {
        return condition;
    }

    @Override
    public void announced(RankingEpoch epoch) {
        Integer before = images.put(epoch.dataset(), epoch.images());
        if (before == null || before != epoch.images()) {
            weigh();
        }
    }

    @Override
    public void dropped(String dataset) {
        if (images.remove(dataset) != null) {
            weigh();
        }
    }

    private void weigh() {
        long all = images.values().stream().mapToLong(Integer::longValue).sum();
        long needed = BASE_BYTES + bytesAnImage * all;
        if (needed <= heapBytes) {
            condition = Condition.WORKING;
            return;
        }
        // Rounded up to half a GiB, so that it is said again only when much more is needed.
        long halves = needed / (512L << 20) + 1;
        String right = halves % 2 == 0 ? halves / 2 + "g" : halves * 512 + "m";
        Condition said = Condition.working(String.format(
                Locale.ROOT,
                "the heap of %d MiB is too small for %,d images, which need about %d: ANNORANK_JAVA_OPTS=-Xmx%s",
                heapBytes >> 20,
                all,
                needed >> 20,
                right));
        boolean isNew = !condition.words().endsWith("-Xmx" + right);
        condition = said;
        if (isNew) {
            warn.accept("Memory: " + said.words());
        }
    }

    @Override
    public void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before) {
        announced(now.epoch());
    }

    @Override
    public void state(ViewState now) {
        // Says nothing of images.
    }
}
