package dev.annorank.state;

import java.util.Optional;

/**
 * The most that one image may hold, so that each record written of it fits what Kafka takes, whatever its classes are
 * called. An event that would take it further is refused; one that leaves it as large as it was or makes it smaller never
 * is, so that an image that is past a limit since that was lowered can shrink.
 *
 * <p>Which of several events is refused depends on their order: the one that comes when the image is full. The events of
 * an image come in one order, so whoever goes through them again refuses the same ones; but where they arrive in another
 * order, another class may be the one that is left out. The ranking is a function of the set of events as long as none is
 * refused.
 *
 * @param maxInstances instances of an image, at least 1
 * @param maxClasses classes of an image, at least 1
 * @param maxClassBytes what the names of an image's classes take in JSON, each once, at least 1
 * @param maxRecordBytes what {@link ImageSize#recordBytes()} may be, at least 1
 */
public record ImageLimits(int maxInstances, int maxClasses, int maxClassBytes, int maxRecordBytes) {
    public ImageLimits {
        if (maxInstances < 1 || maxClasses < 1 || maxClassBytes < 1 || maxRecordBytes < 1) {
            throw new IllegalArgumentException("limits of an image are " + maxInstances + ", " + maxClasses + ", "
                    + maxClassBytes + ", " + maxRecordBytes + "; each must be at least 1");
        }
    }

    /** What is too much about an image that an event has changed, in words for whoever sent it; empty if nothing is. */
    public Optional<String> excess(ImageSize before, ImageSize after) {
        if (isOver(before.instances(), after.instances(), maxInstances)) {
            return Optional.of(words(after.instances() + " instances", maxInstances, "image.max.instances"));
        }
        if (isOver(before.classes(), after.classes(), maxClasses)) {
            return Optional.of(words(after.classes() + " classes", maxClasses, "image.max.classes"));
        }
        if (isOver(before.nameBytes(), after.nameBytes(), maxClassBytes)) {
            return Optional.of(words(
                    "class names of " + after.nameBytes() + " bytes in JSON", maxClassBytes, "image.max.class.bytes"));
        }
        if (isOver(before.recordBytes(), after.recordBytes(), maxRecordBytes)) {
            return Optional.of(words(
                    "a ranking record of up to " + after.recordBytes() + " bytes",
                    maxRecordBytes,
                    "event.max.bytes, times 4"));
        }
        return Optional.empty();
    }

    private static boolean isOver(long before, long after, long most) {
        return after > most && after > before;
    }

    private static String words(String what, int most, String setting) {
        return "the image would have " + what + "; at most " + most + " (" + setting + ")";
    }
}
