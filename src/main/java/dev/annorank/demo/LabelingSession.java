package dev.annorank.demo;

import dev.annorank.demo.WorkedImage.Marked;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A few annotators mark the objects of one image after another, and a reviewer goes over what they did: outlines drawn
 * again, classes changed, annotations deleted and made again, images replaced as a whole or dropped. Delivery is as from
 * a real tool: now and then an event comes twice, or an old one after a newer one.
 *
 * <p>The same seed, dataset and start give the same events. Versions are a logical clock in milliseconds: each event made
 * has a higher one than all made before. Endless, in bounded memory. Without a largest number of images new ones come for ever
 * and only the last are reviewed; with one, all images are, and once there are so many a new one comes only for one that was
 * dropped. One thread.
 */
public final class LabelingSession {
    /** The clock's first reading where none is given: a day in November 2025, as milliseconds since 1970. */
    public static final long DEFAULT_START_MS = 1_764_000_000_000L;

    private static final int ANNOTATORS = 3;
    /** Finished images within a reviewer's reach where there are ever more. */
    private static final int REVIEWED_IMAGES = 300;
    /** Annotations of an image that were taken back and may be made again, where images are worked on for ever. */
    private static final int MAX_TAKEN_BACK = 5;
    /** Mean time between two events, all annotators together. */
    private static final int MEAN_STEP_MS = 1500;
    /** An old or repeated event arrives at most so many events late. */
    private static final int MAX_LATE = 40;

    private final SplittableRandom random;
    private final String dataset;
    private final Consumer<AnnotationEvent> made;
    private final long maxImages;
    private final int reviewedImages;
    private final WorkedImage[] open = new WorkedImage[ANNOTATORS];
    private final List<WorkedImage> finished = new ArrayList<>();
    private final Deque<Late> late = new ArrayDeque<>();

    private long clockMs;
    private long images;
    private long dropped;
    private long annotations;
    private long delivered;

    private record Late(long due, AnnotationEvent event) {}

    /** A session from {@link #DEFAULT_START_MS} on. */
    public LabelingSession(long seed, String dataset) {
        this(seed, dataset, DEFAULT_START_MS, event -> {});
    }

    /**
     * A session that also tells what it makes, in the order of versions, each event once, before it is delivered: see
     * {@link Truth}.
     *
     * @param startMs the clock's first reading: versions are larger
     */
    public LabelingSession(long seed, String dataset, long startMs, Consumer<AnnotationEvent> made) {
        this(seed, dataset, startMs, made, Long.MAX_VALUE, REVIEWED_IMAGES);
    }

    /**
     * A session of so many images that is worked on for ever.
     *
     * @param maxImages most images that there are at a time, 100 to 1,000,000
     * @see #LabelingSession(long, String, long, Consumer)
     */
    public static LabelingSession bounded(
            long seed, String dataset, long startMs, Consumer<AnnotationEvent> made, int maxImages) {
        if (maxImages < 100 || maxImages > 1_000_000) {
            throw new IllegalArgumentException("maxImages is " + maxImages + "; it must be 100 to 1,000,000");
        }
        return new LabelingSession(seed, dataset, startMs, made, maxImages, maxImages);
    }

    private LabelingSession(
            long seed,
            String dataset,
            long startMs,
            Consumer<AnnotationEvent> made,
            long maxImages,
            int reviewedImages) {
        this.maxImages = maxImages;
        this.reviewedImages = reviewedImages;
        this.random = new SplittableRandom(seed);
        this.dataset = Ids.requireDataset(dataset);
        this.clockMs = startMs;
        this.made = made;
        for (int i = 0; i < ANNOTATORS; i++) {
            open[i] = new WorkedImage(++images, random);
        }
    }

    /** The next event as a tool would deliver it. Never ends. */
    public AnnotationEvent next() {
        delivered++;
        Late first = late.peek();
        if (first != null && first.due() <= delivered) {
            late.remove();
            return first.event();
        }
        AnnotationEvent event = finished.isEmpty() || random.nextInt(100) < 80 ? mark() : review();
        if (random.nextInt(250) == 0) {
            deliverLater(event);
        }
        return event;
    }

    private AnnotationEvent mark() {
        int annotator = random.nextInt(ANNOTATORS);
        if (open[annotator].isFinished()) {
            if (images - dropped >= maxImages) {
                return review();
            }
            handIn(open[annotator]);
            open[annotator] = new WorkedImage(++images, random);
        }
        return upserted(open[annotator], open[annotator].markNext(nextId(), random));
    }

    private void handIn(WorkedImage image) {
        if (finished.size() < reviewedImages) {
            finished.add(image);
        } else {
            finished.set(random.nextInt(reviewedImages), image);
        }
    }

    private AnnotationEvent review() {
        int at = random.nextInt(finished.size());
        WorkedImage image = finished.get(at);
        int what = random.nextInt(100);
        if (what < 3 && finished.size() > 10) {
            finished.remove(at);
            dropped++;
            return made(new ImageDeleted(dataset, tick(), image.image().id()));
        }
        if (what < 11 || image.marked().isEmpty()) {
            return replace(image);
        }
        boolean isFull = reviewedImages == maxImages && image.takenBack().size() >= MAX_TAKEN_BACK;
        if ((what < 20 && !image.takenBack().isEmpty()) || (what < 40 && isFull)) {
            return makeAgain(image);
        }
        if (what < 40) {
            return takeBack(image);
        }
        return what < 55 ? changeClass(image) : redraw(image);
    }

    /** Goes over an outline. Some tools save on the way: then the half-done version may arrive after the final one. */
    private AnnotationEvent redraw(WorkedImage image) {
        int at = random.nextInt(image.marked().size());
        Marked old = image.marked().get(at);
        boolean savedOnTheWay = random.nextInt(12) == 0;
        if (savedOnTheWay) {
            Marked halfDone =
                    new Marked(old.id(), old.objectClass(), old.sketch().finer(random));
            deliverLater(upserted(image, halfDone));
        }
        Marked redrawn = new Marked(old.id(), old.objectClass(), old.sketch().finer(random));
        image.marked().set(at, redrawn);
        return upserted(image, redrawn);
    }

    private AnnotationEvent changeClass(WorkedImage image) {
        int at = random.nextInt(image.marked().size());
        Marked old = image.marked().get(at);
        Marked changed = new Marked(old.id(), ObjectClass.pick(random), old.sketch());
        image.marked().set(at, changed);
        return upserted(image, changed);
    }

    private AnnotationEvent takeBack(WorkedImage image) {
        Marked gone = image.marked().remove(random.nextInt(image.marked().size()));
        image.takenBack().add(gone);
        return made(new AnnotationDeleted(dataset, tick(), image.image().id(), gone.id()));
    }

    private AnnotationEvent makeAgain(WorkedImage image) {
        Marked again = image.takenBack().remove(random.nextInt(image.takenBack().size()));
        image.marked().add(again);
        return upserted(image, again);
    }

    /** The reviewer hands the image in anew: an object or two more, one less, others as they were. */
    private AnnotationEvent replace(WorkedImage image) {
        if (image.marked().size() > 1) {
            image.marked().remove(random.nextInt(image.marked().size()));
        }
        int more = image.isFull() ? 0 : random.nextInt(3);
        for (; more > 0 || image.marked().isEmpty(); more--) {
            image.mark(nextId(), random);
        }
        List<Annotation> all = new ArrayList<>();
        for (Marked object : image.marked()) {
            all.add(object.annotation(image.image()));
        }
        return made(new ImageReplaced(dataset, tick(), image.image(), all));
    }

    private AnnotationEvent upserted(WorkedImage image, Marked object) {
        Image about = image.image();
        return made(new AnnotationUpserted(dataset, tick(), about, object.annotation(about)));
    }

    private AnnotationEvent made(AnnotationEvent event) {
        made.accept(event);
        return event;
    }

    private void deliverLater(AnnotationEvent event) {
        // After all that is late already: a queue, not a heap, keeps the order plain.
        Late last = late.peekLast();
        long due = delivered + 1 + random.nextInt(MAX_LATE);
        late.add(new Late(last == null ? due : Math.max(due, last.due()), event));
    }

    private OptionalLong tick() {
        clockMs += 1 + random.nextInt(2 * MEAN_STEP_MS - 1);
        return OptionalLong.of(clockMs);
    }

    private String nextId() {
        return Long.toString(++annotations);
    }
}
