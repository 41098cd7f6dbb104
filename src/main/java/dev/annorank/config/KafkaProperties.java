package dev.annorank.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the Kafka clients are configured with: the settings that are not annorank's own, and what follows from those that
 * are. A setting of the user wins over everything derived here. Serializers and deserializers are left to whoever makes
 * the client.
 */
public final class KafkaProperties {
    private static final int MIB = 1024 * 1024;
    private static final int KAFKA_BUFFER_MEMORY = 32 * MIB;

    /** Java keeps a buffer outside the heap as large as the largest answer, for each thread that reads one. */
    private static final int FETCH_BYTES = 8 * MIB;

    private final Settings settings;

    public KafkaProperties(Settings settings) {
        this.settings = settings;
    }

    /** For Kafka Streams. Every key that is not annorank's goes in, prefixed ones too: Streams sorts them itself. */
    public Map<String, Object> streams() {
        Map<String, Object> all = new HashMap<>();
        all.put("num.stream.threads", Runtime.getRuntime().availableProcessors());
        all.put("state.dir", settings.dataDir().resolve("streams").toString());
        // What Kafka 5 will do by itself, and warns about until then.
        all.put("processing.exception.handler.global.enabled", true);
        all.put("topic.max.message.bytes", settings.outputMaxBytes());
        all.putAll(producerSizes(settings.outputMaxBytes()));
        all.putAll(consumerSizes());
        all.putAll(settings.kafka());
        // Not for users to change: the names of internal topics are part of what is stored.
        all.put("ensure.explicit.internal.resource.naming", true);
        return all;
    }

    /** For a producer of events. */
    public Map<String, Object> producer() {
        Map<String, Object> all = new HashMap<>(producerSizes(settings.inputMaxBytes()));
        all.putAll(passedThrough(
                "producer.", List.of(KafkaKeys.STREAMS_ONLY, KafkaKeys.CONSUMER_ONLY, KafkaKeys.ADMIN_ONLY)));
        return all;
    }

    /** For a consumer that reads annorank's topics by itself: only what is committed, from the start, in no group. */
    public Map<String, Object> consumer() {
        Map<String, Object> all = new HashMap<>(consumerSizes());
        all.put("isolation.level", "read_committed");
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", false);
        all.putAll(passedThrough(
                "consumer.", List.of(KafkaKeys.STREAMS_ONLY, KafkaKeys.PRODUCER_ONLY, KafkaKeys.ADMIN_ONLY)));
        // Workers may have one that only Kafka Streams knows; who is in no group needs none.
        all.remove("group.protocol");
        return all;
    }

    /** For an admin client. */
    public Map<String, Object> admin() {
        return new HashMap<>(passedThrough(
                "admin.", List.of(KafkaKeys.STREAMS_ONLY, KafkaKeys.PRODUCER_ONLY, KafkaKeys.CONSUMER_ONLY)));
    }

    /**
     * Largest record that the topology can write, in bytes, before compression: {@link Settings#outputMaxBytes()}, or less if
     * the user's settings let its producers send less.
     */
    public int maxOutputBytes() {
        String ofProducers = settings.kafka().getOrDefault("producer.max.request.size", "");
        String ofAll = settings.kafka().getOrDefault("max.request.size", "");
        String text = (ofProducers.isBlank() ? ofAll : ofProducers).strip();
        try {
            int sent = text.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(text);
            return Math.max(Settings.MIN_OUTPUT_BYTES, Math.min(settings.outputMaxBytes(), sent));
        } catch (NumberFormatException e) {
            // The producer says what is wrong with it.
            return settings.outputMaxBytes();
        }
    }

    private static Map<String, Object> producerSizes(int largestRecord) {
        // The buffer must hold at least one such record beside the batches that are under way.
        long buffer = Math.max(KAFKA_BUFFER_MEMORY, 2L * largestRecord);
        return Map.of("max.request.size", Math.max(MIB, largestRecord), "buffer.memory", buffer);
    }

    private Map<String, Object> consumerSizes() {
        return Map.of(
                "max.partition.fetch.bytes", Math.max(MIB, settings.inputMaxBytes()),
                "fetch.max.bytes", Math.max(FETCH_BYTES, settings.inputMaxBytes()));
    }

    /** The user's keys for one kind of client: without prefix unless they belong to others, then its own prefix's. */
    private Map<String, String> passedThrough(String prefix, List<Set<String>> foreign) {
        Map<String, String> kept = new HashMap<>();
        settings.kafka().forEach((key, value) -> {
            boolean prefixed = KafkaKeys.PREFIXES.stream().anyMatch(key::startsWith);
            if (!prefixed && foreign.stream().noneMatch(keys -> keys.contains(key))) {
                kept.put(key, value);
            }
        });
        settings.kafka().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                kept.put(key.substring(prefix.length()), value);
            }
        });
        return kept;
    }
}
