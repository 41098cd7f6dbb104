package dev.annorank.config;

import java.util.List;
import java.util.Set;

/**
 * Which of Kafka's own keys belong to one kind of client only. A key in none of these lists is for every client: most of
 * them are (addresses, security, timeouts), and so is whatever a plug-in reads. The lists are those of the Kafka version
 * that annorank is built with.
 */
final class KafkaKeys {
    /** Keys that the default file names but does not set, since their defaults depend on the machine. */
    static final List<String> NAMED = List.of("num.stream.threads", "state.dir");

    /** Prefixes that send a key to one kind of client. */
    static final List<String> PREFIXES = List.of(
            "producer.", "consumer.", "admin.", "main.consumer.", "restore.consumer.", "global.consumer.", "topic.");

    static final Set<String> STREAMS_ONLY = words("""
            acceptable.recovery.lag allow.os.group.write.access application.id application.server
            buffered.records.per.partition built.in.metrics.version cache.max.bytes.buffering commit.interval.ms
            default.client.supplier default.deserialization.exception.handler default.dsl.store default.key.serde
            default.list.key.serde.inner default.list.key.serde.type default.list.value.serde.inner
            default.list.value.serde.type default.production.exception.handler default.timestamp.extractor
            default.value.serde deserialization.exception.handler dsl.store.format dsl.store.suppliers.class
            ensure.explicit.internal.resource.naming errors.dead.letter.queue.topic.name log.summary.interval.ms
            max.task.idle.ms max.warmup.replicas num.standby.replicas num.stream.threads poll.ms
            probing.rebalance.interval.ms processing.exception.handler processing.exception.handler.global.enabled
            processing.guarantee processor.wrapper.class production.exception.handler
            rack.aware.assignment.non_overlap_cost rack.aware.assignment.strategy rack.aware.assignment.tags
            rack.aware.assignment.traffic_cost repartition.purge.interval.ms replication.factor rocksdb.config.setter
            state.cleanup.delay.ms state.cleanup.dir.max.age.ms state.dir statestore.cache.max.bytes
            task.assignor.class task.timeout.ms topology.optimization upgrade.from window.size.ms
            windowed.inner.class.serde windowstore.changelog.additional.retention.ms""");

    static final Set<String> PRODUCER_ONLY = words("""
            acks batch.size buffer.memory compression.gzip.level compression.lz4.level compression.type
            compression.zstd.level delivery.timeout.ms enable.idempotence key.serializer linger.ms max.block.ms
            max.in.flight.requests.per.connection max.request.size metadata.max.idle.ms
            partitioner.adaptive.partitioning.enable partitioner.availability.timeout.ms partitioner.class
            partitioner.ignore.keys transaction.timeout.ms transaction.two.phase.commit.enable transactional.id
            value.serializer""");

    static final Set<String> CONSUMER_ONLY = words("""
            allow.auto.create.topics auto.commit.interval.ms auto.offset.reset check.crcs client.rack
            enable.auto.commit exclude.internal.topics fetch.max.bytes fetch.max.wait.ms fetch.min.bytes group.id
            group.instance.id group.protocol group.remote.assignor heartbeat.interval.ms
            internal.throw.on.fetch.stable.offset.unsupported isolation.level key.deserializer
            max.partition.fetch.bytes max.poll.interval.ms max.poll.records partition.assignment.strategy
            session.timeout.ms share.acknowledgement.mode share.acquire.mode value.deserializer""");

    static final Set<String> ADMIN_ONLY = Set.of("bootstrap.controllers");

    private KafkaKeys() {}

    /** Whether the key is one of Kafka's that no mistyped key of annorank's can be. */
    static boolean isKnown(String key) {
        return PREFIXES.stream().anyMatch(key::startsWith)
                || STREAMS_ONLY.contains(key)
                || PRODUCER_ONLY.contains(key)
                || CONSUMER_ONLY.contains(key)
                || ADMIN_ONLY.contains(key);
    }

    private static Set<String> words(String text) {
        return Set.of(text.split("\\s+"));
    }
}
