package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.chaos.Reader;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationDeleted;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageDeleted;
import dev.annorank.model.RankingEpoch;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.Topics;
import dev.annorank.topic.UnknownFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A data folder that an earlier version wrote is opened by this one, which goes on where the other stopped. */
class UpgradeTest {
    static final String DATASET = "upgraded";
    private static final Path ARCHIVES = Path.of("src", "test", "resources", "upgrade");

    @TempDir
    private Path folder;

    static List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(ARCHIVES)) {
            return files.sorted().toList();
        }
    }

    static SettingsBuilder settings(Path folder) {
        return TestNode.settings(folder).set("ranking.partitions", "1").set("num.stream.threads", "1");
    }

    @ParameterizedTest
    @MethodSource("archives")
    void shouldGoOnToTheBatchRanking_whateverVersionWroteTheFolder(Path archive) throws Exception {
        UpgradeArchive.unpack(archive, folder);
        LabeledLoad load = new LabeledLoad(1, DATASET);
        try (Node node = TestNode.start(settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            List<AnnotationEvent> more = more(load.adopt(events(node.bootstrapServers())));
            send(node.bootstrapServers(), more);
            load.adopt(more);
            load.requireRanking(reader, 0.2, 0.3, 0.4, 0.5);
            assertThat(reader.epochs(DATASET).stream().map(RankingEpoch::epoch))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldRefuseInWords_whenANewerVersionWroteTheFolder() throws Exception {
        List<Path> archives = archives();
        UpgradeArchive.unpack(archives.get(archives.size() - 1), folder);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                KafkaProducer<byte[], byte[]> producer = LabeledLoad.producer(broker.bootstrapServers())) {
            byte[] newer = "{\"format\":999,\"what\":\"nobody knows yet\"}".getBytes(UTF_8);
            producer.send(new ProducerRecord<>("annorank-scoring", "instead".getBytes(UTF_8), newer))
                    .get();
        }
        assertThatThrownBy(() -> Node.start(settings(folder), true).close())
                .isInstanceOf(UnknownFormatException.class)
                .hasMessageContaining("was written by a newer annorank")
                .hasMessageContaining("Run the version that wrote it, or a newer one");
    }

    private static List<AnnotationEvent> events(String bootstrapServers) {
        EventReader events = new EventReader(1 << 20);
        return Reader.readAll(bootstrapServers, Topics.standard().annotations()).stream()
                .map(record -> events.read(record.key(), record.value()))
                .toList();
    }

    /** New annotations of the images that are there, others taken away, an image dropped. */
    private static List<AnnotationEvent> more(List<AnnotationEvent> before) {
        long version = before.get(before.size() - 1).version().orElseThrow();
        List<AnnotationEvent> more = new ArrayList<>();
        for (AnnotationEvent event : before) {
            if (event instanceof AnnotationUpserted upserted && more.size() < 100) {
                Annotation old = upserted.annotation();
                Annotation again = new Annotation("again-" + old.id(), old.category(), old.segmentation(), old.crowd());
                more.add(new AnnotationUpserted(DATASET, OptionalLong.of(++version), upserted.image(), again));
                if (more.size() % 4 == 0) {
                    more.add(new AnnotationDeleted(DATASET, OptionalLong.of(++version), upserted.imageId(), old.id()));
                }
            }
        }
        more.add(new ImageDeleted(
                DATASET, OptionalLong.of(++version), before.get(0).imageId()));
        return more;
    }

    private static void send(String bootstrapServers, List<AnnotationEvent> events) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = LabeledLoad.producer(bootstrapServers)) {
            for (AnnotationEvent event : events) {
                producer.send(new ProducerRecord<>(
                                Topics.standard().annotations(), EventWriter.key(event), EventWriter.value(event)))
                        .get();
            }
        }
    }
}
