package dev.annorank.demo;

import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One image while people work on it: what they have marked, what they took back, what they still see. */
final class WorkedImage {
    /** One marked object. */
    record Marked(String id, ObjectClass objectClass, Sketch sketch) {
        Annotation annotation(Image image) {
            return new Annotation(id, objectClass.category(), sketch.draw(image), sketch.tool() == Sketch.Tool.CROWD);
        }
    }

    private static final int[][] SIZES = {{640, 480}, {480, 640}, {1024, 768}, {1280, 720}, {1920, 1080}, {2048, 1536}};
    private static final int MAX_OBJECTS = 120;

    private final Image image;
    /** A place has its own kind of objects: a car park, a forest edge. */
    private final ObjectClass typical;

    private final List<Marked> marked = new ArrayList<>();
    private final List<Marked> takenBack = new ArrayList<>();
    private int toMark;

    WorkedImage(long number, SplittableRandom random) {
        int[] size = SIZES[random.nextInt(SIZES.length)];
        String id = Long.toString(number);
        image = new Image(
                id, size[0], size[1], "street/" + "0".repeat(Math.max(0, 6 - id.length())) + id + ".jpg", null);
        typical = ObjectClass.pick(random);
        // Lognormal with median 4: most images hold a handful, a few hold a crowd.
        toMark = (int) Math.min(MAX_OBJECTS, 1 + Math.floor(4 * Math.exp(0.9 * random.nextGaussian())));
    }

    Image image() {
        return image;
    }

    List<Marked> marked() {
        return marked;
    }

    List<Marked> takenBack() {
        return takenBack;
    }

    boolean isFinished() {
        return toMark == 0;
    }

    /** Whether it holds more than anyone would look for. */
    boolean isFull() {
        return marked.size() >= MAX_OBJECTS;
    }

    Marked markNext(String id, SplittableRandom random) {
        toMark--;
        return mark(id, random);
    }

    /** Marks one more object, planned or found in review. */
    Marked mark(String id, SplittableRandom random) {
        ObjectClass objectClass = random.nextInt(3) == 0 ? typical : ObjectClass.pick(random);
        Marked object = new Marked(id, objectClass, Sketch.see(objectClass, image, random));
        marked.add(object);
        return object;
    }
}
