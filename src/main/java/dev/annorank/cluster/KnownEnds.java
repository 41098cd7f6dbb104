package dev.annorank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the log of annotations was last seen to end, in a file beside the working state. A broker's folder that is put back
 * from a backup knows nothing of what came after it; this file does.
 */
public final class KnownEnds {
    private static final Pattern LINE = Pattern.compile("(\\d{1,9}) (\\d{1,18})");

    private final Path file;
    private final String topic;
    private Map<Integer, Long> written = Map.of();

    /** @param topic that of the annotations */
    public KnownEnds(Path stateDir, String applicationId, String topic) {
        this.file = stateDir.resolve(applicationId + ".ends");
        this.topic = topic;
    }

    /** By partition, the offset after the last event; without partitions of which nothing can be told. */
    public Map<TopicPartition, Long> read() throws IOException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n", -1)) {
                Matcher one = LINE.matcher(line);
                if (one.matches()) {
                    ends.put(new TopicPartition(topic, Integer.parseInt(one.group(1))), Long.parseLong(one.group(2)));
                }
            }
        }
        return ends;
    }

    /** Notes the ends of the topic's partitions, if they are others than last time; other topics' are passed over. */
    public void write(Map<TopicPartition, Long> ends) throws IOException {
        Map<Integer, Long> its = new TreeMap<>();
        ends.forEach((partition, end) -> {
            if (partition.topic().equals(topic)) {
                its.put(partition.partition(), end);
            }
        });
        if (its.equals(written)) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        its.forEach((partition, end) ->
                lines.append(partition).append(' ').append(end).append('\n'));
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, lines);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = its;
    }
}
