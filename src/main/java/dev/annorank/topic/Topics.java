package dev.annorank.topic;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The full names of annorank's topics: a prefix, then a fixed name each. Names have the form that Kafka and Kubernetes
 * both take.
 *
 * @param prefix what every name starts with, for example {@code annorank.}; 0 to 100 of the characters A-Z a-z 0-9 . _ -
 */
public record Topics(String prefix) {
    /** The prefix where no other is set; the one that the files in {@code topics/} carry. */
    public static final String DEFAULT_PREFIX = "annorank.";

    /** The names without prefix, in the order of the data path. Each is also the name of its file in {@code topics/}. */
    public static final List<String> SHORT_NAMES = List.of(
            "annotations",
            "instance-scores",
            "instances",
            "image-ranking",
            "class-totals",
            "ranking-epochs",
            "dead-letters");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");

    public Topics {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("topic prefix is \"" + prefix
                    + "\"; it must be 0 to 100 of the characters A-Z a-z 0-9 . _ -, for example " + DEFAULT_PREFIX);
        }
    }

    /** The topics with the default prefix. */
    public static Topics standard() {
        return new Topics(DEFAULT_PREFIX);
    }

    /** Annotation events: what annorank reads. */
    public String annotations() {
        return prefix + "annotations";
    }

    /** The measures of each instance, by image. */
    public String instanceScores() {
        return prefix + "instance-scores";
    }

    /** Each instance as it is now, by {@link InstanceKey}; compacted. */
    public String instances() {
        return prefix + "instances";
    }

    /** Each image's place, by {@code dataset/image id}; compacted. */
    public String imageRanking() {
        return prefix + "image-ranking";
    }

    /** Each class's totals, by {@code dataset/class}; compacted. */
    public String classTotals() {
        return prefix + "class-totals";
    }

    /** One summary an epoch, by dataset. */
    public String rankingEpochs() {
        return prefix + "ranking-epochs";
    }

    /** Events that could not be used, as they came. */
    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** All seven names, in the order of the data path. */
    public List<String> all() {
        return SHORT_NAMES.stream().map(name -> prefix + name).toList();
    }
}
