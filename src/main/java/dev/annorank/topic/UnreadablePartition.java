package dev.annorank.topic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partition a consumer cannot read on, because a batch of it is damaged: a bit of the broker's file has flipped, say, and
 * its checksum is wrong. The consumer stays where it is, and fails at each poll. Its exceptions tell that in their words only.
 */
public final class UnreadablePartition {
    private static final Pattern WORDS =
            Pattern.compile("(?:next record from|topic-partition|for partition) (\\S+)-(\\d+)(?:\\.| |$)");

    private UnreadablePartition() {}

    /** The partition; empty if the failure is another one. */
    public static Optional<TopicPartition> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == KafkaException.class) {
                Matcher words = WORDS.matcher(String.valueOf(cause.getMessage()));
                if (words.find()) {
                    return Optional.of(new TopicPartition(words.group(1), Integer.parseInt(words.group(2))));
                }
            }
        }
        return Optional.empty();
    }
}
