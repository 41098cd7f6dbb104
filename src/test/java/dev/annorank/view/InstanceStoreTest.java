package dev.annorank.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.topic.ForeignRecords;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.view.Outlier.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceStoreTest {
    @TempDir
    private Path folder;

    private InstanceStore store;

    @BeforeEach
    void open() {
        store = new InstanceStore(folder.resolve("instances"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static InstanceDetail detail(
            String image, String annotation, String category, double area, double siScs, boolean crossing) {
        double perimeter = siScs * 2 * Math.sqrt(Math.PI * area);
        ShapeScore score = area == 0 ? ShapeScore.ZERO : new ShapeScore(perimeter, area, 1, perimeter / area, siScs);
        return new InstanceDetail(
                "d", Image.of(image, 640, 480), new ScoredInstance(annotation, category, false, score), null, crossing);
    }

    private void put(InstanceDetail detail) {
        store.put(
                new InstanceKey(
                        detail.dataset(), detail.image().id(), detail.instance().annotation()),
                new InstanceDetailSerde().serializer().serialize("", detail));
    }

    private void remove(String image, String annotation) {
        store.put(new InstanceKey("d", image, annotation), null);
    }

    @Test
    void shouldGiveTheInstancesOfAnImage_inTheOrderOfTheirIds() {
        for (String annotation : List.of("10", "9", "x/y", "%2F")) {
            put(detail("1", annotation, "car", 100, 1.5, false));
        }
        put(detail("1/1", "7", "car", 100, 1.5, false));
        put(detail("11", "8", "car", 100, 1.5, false));
        put(detail("1", "9", "bus", 100, 1.5, false));
        remove("1", "x/y");
        remove("1", "never");

        assertThat(store.of("d", "1", 100))
                .extracting(
                        one -> one.instance().annotation(),
                        one -> one.instance().category())
                .containsExactly(tuple("9", "bus"), tuple("10", "car"), tuple("%2F", "car"));
        assertThat(store.of("d", "1", 1)).hasSize(1);
        assertThat(store.of("d", "1/1", 5)).hasSize(1);
        assertThat(store.of("d", "2", 5)).isEmpty();
        assertThat(store.of("other", "1", 5)).isEmpty();
    }

    @Test
    void shouldCountWhatIsThere_whateverCameAndWent() {
        long seed = 3;
        Random random = new Random(seed);
        Map<String, InstanceDetail> there = new TreeMap<>();
        for (int i = 0; i < 3_000; i++) {
            String annotation = Integer.toString(random.nextInt(200));
            if (random.nextInt(3) == 0) {
                remove("1", annotation);
                there.remove(annotation);
            } else {
                double area = random.nextInt(5) == 0 ? 0 : Math.pow(2, 30 * random.nextDouble() - 2);
                InstanceDetail one = detail("1", annotation, "c", area, 0.4 + 200 * random.nextDouble(), false);
                put(one);
                there.put(annotation, one);
            }
        }
        Distribution found = store.distribution("d");
        long[] areas = new long[found.areaCounts().length];
        double[] sums = new double[areas.length];
        long withoutArea = 0;
        for (InstanceDetail one : there.values()) {
            double area = one.instance().score().areaPx2();
            if (area == 0) {
                withoutArea++;
                continue;
            }
            int bin = 0;
            while (bin + 1 < areas.length && area >= found.areaEdgesPx2()[bin + 1]) {
                bin++;
            }
            areas[bin]++;
            sums[bin] += one.instance().score().siScs();
        }
        assertThat(found.areaCounts()).as("seed %d", seed).containsExactly(areas);
        assertThat(found.withoutArea()).isEqualTo(withoutArea);
        assertThat(found.instances()).isEqualTo(there.size() - withoutArea);
        assertThat(Arrays.stream(found.siScsCounts()).sum()).isEqualTo(found.instances());
        for (int bin = 0; bin < areas.length; bin++) {
            assertThat(found.siScsMeanByArea()[bin])
                    .isCloseTo(areas[bin] == 0 ? 0 : sums[bin] / areas[bin], within(1e-9));
        }
        assertThat(store.distribution("nothing").instances()).isZero();
    }

    @Test
    void shouldFindWhatIsOdd_andForgetItWhenItIsMended() {
        for (int i = 0; i < 1_000; i++) {
            put(detail("i" + i, "a", "car", 1_000, 1.2 + 0.0005 * i, false));
        }
        assertThat(store.outliers("d", 50)).isEmpty();
        put(detail("x", "jagged", "car", 1_000, 6, false));
        put(detail("x", "very jagged", "car", 1_000, 9, false));
        put(detail("x", "crossing", "car", 1_000, 1.3, true));
        put(detail("x", "speck", "car", 4, 1.3, false));
        put(detail("x", "nothing", "car", 0, 0, false));
        put(detail("x", "rare", "submarine", 1_000, 40, false));

        assertThat(store.outliers("d", 50))
                .extracting(one -> one.instance().instance().annotation())
                .containsExactly("crossing", "very jagged", "nothing", "jagged", "speck");
        Outlier worst = store.outliers("d", 2).get(1);
        assertThat(worst.kind()).isEqualTo(Kind.JAGGED);
        assertThat(worst.why()).matches("SI-SCS 9.00 is 6.\\d times the mean 1.\\d\\d of its class");

        put(detail("x", "very jagged", "car", 1_000, 1.4, false));
        put(detail("x", "crossing", "car", 1_000, 1.3, false));
        remove("x", "nothing");
        assertThat(store.outliers("d", 50))
                .extracting(one -> one.instance().instance().annotation())
                .containsExactly("jagged", "speck");
    }

    @Test
    void shouldKeepTheWorst_whenThereAreTooMany() {
        for (int i = 0; i < 2 * Suspects.MAX_SUSPECTS; i++) {
            put(detail("i", Integer.toString(i), "car", 15.0 - 0.01 * i, 1.2, false));
        }
        List<Outlier> found = store.outliers("d", 10_000);
        assertThat(found).hasSize(Suspects.MAX_SUSPECTS);
        assertThat(found.get(0).instance().instance().annotation())
                .isEqualTo(Integer.toString(2 * Suspects.MAX_SUSPECTS - 1));
    }

    @Test
    void shouldNotSuspectCrowds() {
        store.put(
                new InstanceKey("d", "1", "2"),
                new InstanceDetailSerde()
                        .serializer()
                        .serialize(
                                "",
                                new InstanceDetail(
                                        "d",
                                        Image.of("1", 9, 9),
                                        new ScoredInstance("2", "car", true, ShapeScore.ZERO),
                                        null,
                                        true)));
        assertThat(store.outliers("d", 5)).isEmpty();
        assertThat(store.distribution("d").withoutArea()).isZero();
        assertThat(store.of("d", "1", 5)).hasSize(1);
    }

    @Test
    void shouldChangeNothing_whenAValueCannotBeRead() {
        put(detail("1", "2", "car", 100, 1.5, false));
        assertThatThrownBy(() -> store.put(new InstanceKey("d", "1", "2"), new byte[] {'{'}))
                .isInstanceOf(SerializationException.class);
        assertThat(store.of("d", "1", 5)).hasSize(1);
        assertThat(store.distribution("d").instances()).isEqualTo(1);
    }

    @Test
    void shouldBeEmptyAndLeaveNothing_whenClosed() {
        put(detail("1", "2", "car", 100, 1.5, true));
        store.close();
        store.close();
        assertThat(store.of("d", "1", 5)).isEmpty();
        assertThat(store.outliers("d", 5)).isEmpty();
        assertThat(Files.exists(folder.resolve("instances"))).isFalse();
    }

    @Test
    void shouldRefuseAnInstance_whoseKeyIsOfAnother() {
        byte[] value = new InstanceDetailSerde().serializer().serialize("", detail("1", "1", "cat", 9, 1.5, false));
        assertThatThrownBy(() -> store.put(new InstanceKey("d", "1", "2"), value))
                .isInstanceOf(SerializationException.class)
                .hasMessage("key is d/1/2, value is of d/1/1");
        assertThat(store.of("d", "1", 9)).isEmpty();
    }

    @Test
    void shouldReadTheTopicAnew_whenItsFilesAreDamaged() throws IOException {
        TopicPartition partition = new TopicPartition("t.instances", 0);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.assign(List.of(partition));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, 1L));
        LiveInstances.Handler handler =
                new LiveInstances.Handler(store, new ForeignRecords(), new DamagedBatches(offsets -> {}));
        store.caughtUp();
        // Until some of it is on disk.
        String category = "c".repeat(400);
        for (int i = 0; i < 40_000; i++) {
            put(detail(String.valueOf(i), "1", category, 9, 1.5, false));
        }
        int flipped = flipBits(folder.resolve("instances"));
        assertThat(flipped).isPositive();
        for (int i = 0; i < 40_000 && !store.isDamaged(); i++) {
            store.of("d", String.valueOf(i), 9);
        }
        assertThat(store.isDamaged()).isTrue();
        assertThat(store.isCaughtUp()).isFalse();
        assertThat(handler.isReadingAnew()).isTrue();

        handler.polled(consumer);
        assertThat(store.isDamaged()).isFalse();
        assertThat(store.of("d", "1", 9)).isEmpty();
        assertThat(handler.isReadingAnew()).isTrue();
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                0,
                0,
                new InstanceKey("d", "1", "1").toString().getBytes(UTF_8),
                new InstanceDetailSerde().serializer().serialize("", detail("1", "1", "cat", 9, 1.5, false))));
        consumer.poll(Duration.ZERO).forEach(handler::record);
        handler.polled(consumer);
        assertThat(handler.isReadingAnew()).isFalse();
        assertThat(store.isCaughtUp()).isTrue();
        assertThat(store.of("d", "1", 9)).hasSize(1);
    }

    @Test
    void shouldBeDamagedAndNotFail_whenDamageShowsWhileItIsWritten() throws IOException {
        String category = "c".repeat(400);
        for (int i = 0; i < 40_000; i++) {
            put(detail(String.valueOf(i), "1", category, 9, 1.5, false));
        }
        assertThat(flipBits(folder.resolve("instances"))).isPositive();
        // None of these is there, so that nothing is read but what is merged in the background.
        for (int i = 40_000; i < 400_000 && !store.isDamaged(); i++) {
            put(detail(String.valueOf(i), "1", category, 9, 1.5, false));
        }
        assertThat(store.isDamaged()).isTrue();
        assertThat(store.isCaughtUp()).isFalse();
    }

    /** One in the middle of each table of the store; returns how many there are. */
    private static int flipBits(Path files) throws IOException {
        int flipped = 0;
        try (Stream<Path> all = Files.list(files)) {
            for (Path table :
                    all.filter(file -> file.toString().endsWith(".sst")).toList()) {
                try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
                    file.seek(file.length() / 3);
                    int before = file.read();
                    file.seek(file.length() / 3);
                    file.write(before ^ 4);
                }
                flipped++;
            }
        }
        return flipped;
    }
}
