package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.ImageKey;
import dev.annorank.topic.ScoredEventSerde;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams asks it what to do about a failure. Nothing is passed over: the thread fails, and with it goes at which
 * record. An image whose ranking record a broker finds too large is left out from then on, so that the thread that comes next
 * goes on.
 */
public final class FailureNaming implements ProcessingExceptionHandler, ProductionExceptionHandler {
    /** Setting for the {@link OversizedImages} of the topology. */
    public static final String OVERSIZED = "annorank.oversized.images";

    private @Nullable OversizedImages oversized;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(OVERSIZED) instanceof OversizedImages images) {
            oversized = images;
        }
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception failure) {
        if (context.topic() != null
                && context.offset() >= 0
                && FailedRecord.in(failure).isEmpty()) {
            failure.addSuppressed(
                    FailedRecord.read(context.topic(), context.partition(), context.offset(), key(context, record)));
        }
        return ProcessingExceptionHandler.Response.fail();
    }

    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
        if (failure instanceof RetriableException) {
            return ProductionExceptionHandler.Response.retry();
        }
        if (failure instanceof RecordTooLargeException) {
            String key = record.key() == null ? null : new String(record.key(), UTF_8);
            long bytes = record.value() == null ? 0 : record.value().length;
            failure.addSuppressed(FailedRecord.written(record.topic(), key, bytes));
            if (oversized != null && key != null) {
                oversized.refused(record.topic(), key, bytes);
            }
        }
        return ProductionExceptionHandler.Response.fail();
    }

    /** Dataset and image of a record; what is known of them. */
    private static @Nullable String key(ErrorHandlerContext context, @Nullable Record<?, ?> record) {
        if (record != null && record.key() instanceof String text) {
            return text;
        }
        byte[] value = context.sourceRawValue();
        try {
            var event = new ScoredEventSerde().deserializer().deserialize(context.topic(), value);
            return event == null ? null : new ImageKey(event.dataset(), event.image()).toString();
        } catch (RuntimeException notScored) {
            return context.sourceRawKey() == null ? null : new String(context.sourceRawKey(), UTF_8);
        }
    }
}
