package dev.annorank.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * The annotation events of a dataset of COCO's shape, one an instance, drawn as they are asked for: whatever the number of
 * images, only those being labeled at a time are in memory. An image's events depend on the seed and the image alone, so
 * the same seed gives the same bytes, and any range of images is the same in a larger dataset. Image ids count from 1.
 * Not for use by several threads.
 */
public final class CocoEvents {
    /**
     * One record of the topic {@code annotations}.
     *
     * @param key image id, UTF-8
     * @param value the event, JSON in UTF-8
     */
    public record Event(byte[] key, byte[] value) {
        String imageId() {
            return new String(key, UTF_8);
        }
    }

    /** Images of COCO train2017. */
    public static final int COCO_IMAGES = CocoShape.IMAGES;

    private final long seed;
    private final int window;
    private final long endImage;
    private final SplittableRandom turns;
    private final CocoWriter writer;
    private final List<CocoImage> open = new ArrayList<>();
    private long nextImage;

    /**
     * @param dataset name of the dataset
     * @param firstImage counts from 0
     * @param images how many; every one of {@value CocoShape#IMAGES} consecutive ones is unlike the others
     * @param window how many images are labeled at a time, each event being of any of them; 1: image by image
     */
    public CocoEvents(long seed, String dataset, long firstImage, long images, int window) {
        if (firstImage < 0 || images < 0 || window < 1) {
            throw new IllegalArgumentException("first image is " + firstImage + ", images are " + images
                    + ", window is " + window + "; they must be at least 0, 0 and 1");
        }
        this.seed = seed;
        this.window = window;
        this.nextImage = firstImage;
        this.endImage = firstImage + images;
        this.turns = new SplittableRandom(seed ^ firstImage);
        this.writer = new CocoWriter(dataset);
        fill();
    }

    /** How many events so many images have, whatever the seed. */
    public static long count(long firstImage, long images) {
        return CocoShape.instances(firstImage, images);
    }

    public boolean hasNext() {
        return !open.isEmpty();
    }

    /**
     * The next event.
     *
     * @throws NoSuchElementException if there is none
     */
    public Event next() {
        if (open.isEmpty()) {
            throw new NoSuchElementException("all images are labeled");
        }
        int at = window == 1 ? 0 : turns.nextInt(open.size());
        CocoImage image = open.get(at);
        Event event = writer.write(image);
        if (image.isComplete()) {
            open.set(at, open.get(open.size() - 1));
            open.remove(open.size() - 1);
            fill();
        }
        return event;
    }

    private void fill() {
        while (open.size() < window && nextImage < endImage) {
            CocoImage image = new CocoImage(seed, nextImage++);
            if (!image.isComplete()) {
                open.add(image);
            }
        }
    }
}
