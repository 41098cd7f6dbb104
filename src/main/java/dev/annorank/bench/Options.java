package dev.annorank.bench;

import dev.annorank.config.SettingsBuilder;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is to be measured how.
 *
 * @param product what is measured
 * @param settings a new builder of its settings
 * @param folder where brokers and state may be, emptied by whoever made it
 * @param images images of the dataset, at least 1
 * @param repeat measurements of each kind, at least 1
 * @param seed of the dataset
 * @param seconds how long latency is measured, at least 1
 * @param largest images up to which growth and epochs are measured, at least 1
 * @param progress told what is being done
 * @param stop ends it early
 */
public record Options(
        Product product,
        Supplier<SettingsBuilder> settings,
        Path folder,
        long images,
        int repeat,
        long seed,
        int seconds,
        long largest,
        Consumer<String> progress,
        StopSignal stop) {
    /** Name of the dataset that is sent. */
    static final String DATASET = "coco";

    /** Images labeled at a time, as by so many people. */
    static final int WINDOW = 64;

    public Options {
        if (images < 1 || repeat < 1 || seconds < 1 || largest < 1) {
            throw new IllegalArgumentException("images " + images + ", repeat " + repeat + ", seconds " + seconds
                    + ", largest " + largest + "; all must be at least 1");
        }
    }

    /** The same of a dataset of another size. */
    Options withImages(long others) {
        return new Options(product, settings, folder, others, repeat, seed, seconds, largest, progress, stop);
    }

    /** The events of a range of images. */
    CocoEvents events(long firstImage, long count) {
        return events(firstImage, count, WINDOW);
    }

    /** The same with another number of images labeled at a time. */
    CocoEvents events(long firstImage, long count, int window) {
        return new CocoEvents(seed, DATASET, firstImage, count, window);
    }
}
