package dev.annorank.stream;

import dev.annorank.topic.ForeignRecords;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Kafka Streams asks it what to do about a record between two stages that cannot be read. Only annorank is to write there, but
 * anybody may have: the stream goes on behind it.
 */
public final class ForeignRecordHandler implements DeserializationExceptionHandler {
    /** Setting for the {@link ForeignRecords} of the process. */
    public static final String FOREIGN = "annorank.foreign.records";

    private ForeignRecords foreign = new ForeignRecords();

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(FOREIGN) instanceof ForeignRecords given) {
            foreign = given;
        }
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
        RuntimeException why =
                failure instanceof RuntimeException it ? it : new SerializationException(failure.getMessage(), failure);
        foreign.skip(ForeignRecords.place(record.topic(), record.partition(), record.offset()), why);
        return DeserializationExceptionHandler.Response.resume();
    }
}
