package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.state.ImageSize;
import dev.annorank.topic.EpochTimes;
import dev.annorank.topic.ForeignRecords;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureNamingTest {
    private static final byte[] KEY = {'d', '/', '1'};

    @TempDir
    private Path folder;

    private final OversizedImages oversized = new OversizedImages(TopologyHarness.LIMITS);
    private final FailureNaming naming = new FailureNaming();

    @Test
    void shouldNameTheRecord_whenAProcessorFails() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "annorank");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailureNaming.class);
        PipelineListener defect = new PipelineListener() {
            @Override
            public void counted(String dataset, EventCounts counts) {
                throw new IllegalStateException("defect");
            }
        };
        PipelineSettings settings = TopologyHarness.settings(0.001, 1000);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new RankingTopology(TopologyHarness.TOPICS, settings, defect, new ForeignRecords(), EpochTimes.UNKNOWN)
                        .build(),
                config)) {
            TestInputTopic<byte[], byte[]> updates = driver.createInputTopic(
                    "annorank-image-vectors-repartition", new ByteArraySerializer(), new ByteArraySerializer());
            byte[] update = StateSerdes.VECTOR_UPDATE
                    .serializer()
                    .serialize("", new VectorUpdate(null, EventCounts.ONE_SUPERSEDED));
            assertThatThrownBy(() -> updates.pipeInput(KEY, update))
                    .satisfies(failure -> assertThat(FailedRecord.in(failure).map(FailedRecord::place))
                            .contains("annorank-image-vectors-repartition-0@0, key d/1"));
        }
    }

    @Test
    void shouldNameTheRecordAndLeaveItsImageOut_whenKafkaRefusesIt() {
        naming.configure(Map.of(FailureNaming.OVERSIZED, oversized));
        RecordTooLargeException refusal = new RecordTooLargeException("too large");
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("x.image-ranking", KEY, new byte[77]);

        assertThat(naming.handleError(context(), record, refusal).result()).isEqualTo(Result.FAIL);
        assertThat(FailedRecord.in(new StreamsException("sending", refusal)).map(FailedRecord::place))
                .contains("topic x.image-ranking, key d/1, 77 bytes");
        assertThat(oversized.fits(ImageKey.parse("d/1"), ImageSize.NONE, OversizedImages.IMAGE_RANKING, 0))
                .isFalse();
    }

    @Test
    void shouldNameTheLastRecord_whenKafkaRefusesSeveralWithOneObject() {
        Exception shared = Errors.MESSAGE_TOO_LARGE.exception();
        naming.handleError(context(), new ProducerRecord<>("x.image-ranking", KEY, new byte[77]), shared);
        naming.handleError(context(), new ProducerRecord<>("x.image-ranking", KEY, new byte[55]), shared);
        assertThat(FailedRecord.in(new StreamsException("sending", shared)).map(FailedRecord::place))
                .contains("topic x.image-ranking, key d/1, 55 bytes");
    }

    @Test
    void shouldTryAgain_whenKafkaDidNotAnswer() {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("x.image-ranking", KEY, new byte[77]);
        assertThat(naming.handleError(context(), record, new TimeoutException("late"))
                        .result())
                .isEqualTo(Result.RETRY);
    }

    private static ErrorHandlerContext context() {
        return new DefaultErrorHandlerContext(
                null, null, -1, -1, new RecordHeaders(), "sink", new TaskId(0, 0), 0, null, null);
    }
}
