package dev.annorank.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kafka's own keys, and which of them belong to one kind of client only. A key that is in none of those lists is for every
 * client: many are (addresses, security, timeouts), and so is whatever a plug-in reads. The lists are those of the Kafka
 * version that annorank is built with.
 */
final class KafkaKeys {
    /** Names of topics' settings, too, may follow this prefix. */
    private static final String TOPIC_PREFIX = "topic.";

    /** Prefixes that send a key to one kind of client. */
    static final List<String> PREFIXES = List.of(
            "producer.",
            "consumer.",
            "admin.",
            "main.consumer.",
            "restore.consumer.",
            "global.consumer.",
            TOPIC_PREFIX);

    static final Set<String> STREAMS_ONLY = words("""
            acceptable.recovery.lag allow.os.group.write.access application.id application.server
            buffered.records.per.partition built.in.metrics.version cache.max.bytes.buffering commit.interval.ms
            default.client.supplier default.interactive.query.isolation.level default.deserialization.exception.handler default.dsl.store default.key.serde
            default.list.key.serde.inner default.list.key.serde.type default.list.value.serde.inner
            default.list.value.serde.type default.production.exception.handler default.timestamp.extractor
            default.value.serde deserialization.exception.handler dsl.store.format dsl.store.suppliers.class enable.transactional.statestores
            ensure.explicit.internal.resource.naming errors.dead.letter.queue.topic.name log.summary.interval.ms
            max.task.idle.ms max.warmup.replicas num.standby.replicas num.stream.threads poll.ms
            probing.rebalance.interval.ms processing.exception.handler processing.exception.handler.global.enabled
            processing.guarantee processor.wrapper.class production.exception.handler
            rack.aware.assignment.non_overlap_cost rack.aware.assignment.strategy rack.aware.assignment.tags
            rack.aware.assignment.traffic_cost repartition.purge.interval.ms replication.factor rocksdb.config.setter
            state.cleanup.delay.ms state.cleanup.dir.max.age.ms state.dir statestore.cache.max.bytes
            statestore.uncommitted.max.bytes topology.description.push.enabled
            task.assignor.class task.timeout.ms topology.optimization upgrade.from window.size.ms
            windowed.inner.class.serde windowstore.changelog.additional.retention.ms""");

    static final Set<String> PRODUCER_ONLY = words("""
            acks batch.size buffer.memory buffer.memory.allocation.strategy compression.gzip.level compression.lz4.level compression.type
            compression.zstd.level delivery.timeout.ms enable.idempotence key.serializer linger.ms max.block.ms
            max.in.flight.requests.per.connection max.request.size metadata.max.idle.ms
            partitioner.adaptive.partitioning.enable partitioner.availability.timeout.ms partitioner.class
            partitioner.ignore.keys partitioner.rack.aware transaction.timeout.ms transaction.two.phase.commit.enable transactional.id
            value.serializer""");

    static final Set<String> CONSUMER_ONLY = words("""
            allow.auto.create.topics auto.commit.interval.ms auto.offset.reset check.crcs
            enable.auto.commit exclude.internal.topics fetch.max.bytes fetch.max.wait.ms fetch.min.bytes group.id
            group.instance.id group.protocol group.remote.assignor heartbeat.interval.ms
            internal.throw.on.fetch.stable.offset.unsupported isolation.level key.deserializer
            max.partition.fetch.bytes max.poll.interval.ms max.poll.records partition.assignment.strategy
            session.timeout.ms share.acknowledgement.mode share.acquire.mode value.deserializer""");

    static final Set<String> ADMIN_ONLY = Set.of("bootstrap.controllers");

    /** Of several kinds of clients. */
    static final Set<String> COMMON = words("""
            bootstrap.resolve.timeout.ms bootstrap.servers client.dns.lookup client.id client.rack config.providers connections.max.idle.ms
            default.api.timeout.ms enable.metrics.push interceptor.classes metadata.cluster.check.enable metadata.max.age.ms
            metadata.recovery.rebootstrap.trigger.ms metadata.recovery.strategy metric.reporters metrics.num.samples
            metrics.recording.level metrics.sample.window.ms receive.buffer.bytes reconnect.backoff.max.ms
            reconnect.backoff.ms request.timeout.ms retries retry.backoff.max.ms retry.backoff.ms
            sasl.client.callback.handler.class sasl.jaas.config sasl.kerberos.kinit.cmd
            sasl.kerberos.min.time.before.relogin sasl.kerberos.service.name sasl.kerberos.ticket.renew.jitter
            sasl.kerberos.ticket.renew.window.factor sasl.login.callback.handler.class sasl.login.class
            sasl.login.connect.timeout.ms sasl.login.read.timeout.ms sasl.login.refresh.buffer.seconds
            sasl.login.refresh.min.period.seconds sasl.login.refresh.window.factor sasl.login.refresh.window.jitter
            sasl.login.retry.backoff.max.ms sasl.login.retry.backoff.ms sasl.mechanism
            sasl.oauthbearer.allow.unverified.audience sasl.oauthbearer.allow.unverified.issuer
            sasl.oauthbearer.assertion.algorithm sasl.oauthbearer.assertion.claim.aud
            sasl.oauthbearer.assertion.claim.exp.seconds sasl.oauthbearer.assertion.claim.iss
            sasl.oauthbearer.assertion.claim.jti.include sasl.oauthbearer.assertion.claim.nbf.seconds
            sasl.oauthbearer.assertion.claim.sub sasl.oauthbearer.assertion.file
            sasl.oauthbearer.assertion.private.key.file sasl.oauthbearer.assertion.private.key.passphrase
            sasl.oauthbearer.assertion.template.file sasl.oauthbearer.client.credentials.client.id
            sasl.oauthbearer.client.credentials.client.secret sasl.oauthbearer.clock.skew.seconds
            sasl.oauthbearer.expected.audience sasl.oauthbearer.expected.issuer sasl.oauthbearer.header.urlencode
            sasl.oauthbearer.jwks.endpoint.refresh.ms sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms
            sasl.oauthbearer.jwks.endpoint.retry.backoff.ms sasl.oauthbearer.jwks.endpoint.url
            sasl.oauthbearer.jwt.retriever.class sasl.oauthbearer.jwt.validator.class sasl.oauthbearer.scope
            sasl.oauthbearer.scope.claim.name sasl.oauthbearer.sub.claim.name sasl.oauthbearer.token.endpoint.url
            security.protocol security.providers send.buffer.bytes socket.connection.setup.timeout.max.ms
            socket.connection.setup.timeout.ms ssl.cipher.suites ssl.enabled.protocols
            ssl.endpoint.identification.algorithm ssl.engine.factory.class ssl.key.password ssl.keymanager.algorithm
            ssl.keystore.certificate.chain ssl.keystore.key ssl.keystore.location ssl.keystore.password
            ssl.keystore.type ssl.protocol ssl.provider ssl.secure.random.implementation ssl.trustmanager.algorithm
            ssl.truststore.certificates ssl.truststore.location ssl.truststore.password ssl.truststore.type""");

    /** All of them. */
    static final List<String> ALL = Stream.of(STREAMS_ONLY, PRODUCER_ONLY, CONSUMER_ONLY, ADMIN_ONLY, COMMON)
            .flatMap(Set::stream)
            .sorted()
            .toList();

    private KafkaKeys() {}

    /** The key as the client that it is for knows it: without the prefix that sends it there. */
    static String withoutPrefix(String key) {
        return PREFIXES.stream()
                .filter(key::startsWith)
                .map(prefix -> key.substring(prefix.length()))
                .findFirst()
                .orElse(key);
    }

    /** Whether a topic's setting is meant, of which there is no list here. */
    static boolean isOfTopics(String key) {
        return key.startsWith(TOPIC_PREFIX);
    }

    private static Set<String> words(String text) {
        return Set.of(text.split("\\s+"));
    }
}
