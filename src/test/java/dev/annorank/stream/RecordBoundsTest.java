package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.config.Settings;
import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.Ids;
import dev.annorank.model.Image;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Outline;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.ranking.VectorAccumulator;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ImageSize;
import dev.annorank.state.ImageState;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.InstanceKey;
import dev.annorank.topic.ScoredEventSerde;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The largest record of each kind, of ids of the longest text and numbers of the most digits, against what the image's size
 * promises. What is beside an image's vector fits the room that is kept for it, whatever event.max.bytes is.
 */
class RecordBoundsTest {
    private static final int CLASSES = 300;
    private static final double WIDEST = Double.parseDouble("1.2345678901234567E-300");
    private static final String DATASET = "d".repeat(100);
    private static final int OVERHEAD =
            Settings.defaults().inputMaxBytes() - Settings.defaults().eventMaxBytes();
    /** Of a batch and of a record in it. */
    private static final int FRAMING = 200;

    /** Escaped, three bytes each, two halves of a pair, quoted, plain. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u20ac", "\ud83d\ude00", "\"", "x", "%"})
    void shouldFitWhatIsPromised_whateverTheNames(String filler) {
        assertThat(WIDEST).asString().hasSize(23);
        String[] names = new String[CLASSES];
        int[] counts = new int[CLASSES];
        double[] sums = new double[CLASSES];
        VectorAccumulator accumulator = new VectorAccumulator();
        for (int i = 0; i < CLASSES; i++) {
            names[i] = longest(filler, i);
            counts[i] = 1_000_000_000 / CLASSES;
            sums[i] = WIDEST;
            accumulator.add(names[i], 1.1);
        }
        ImageVector vector = new ImageVector(names, counts, sums);
        ImageSize size = ImageSize.of(vector);
        assertThat(accumulator.nameBytes()).isEqualTo(size.nameBytes());
        long bound = size.recordBytes() + OVERHEAD - FRAMING;

        String image = longest(filler, 0);
        int key = new ImageKey(DATASET, image).toString().getBytes(UTF_8).length;
        assertThat(key + new ImageRankingSerde().serializer().serialize("", ranking(image, vector)).length)
                .as("image-ranking")
                .isLessThanOrEqualTo((int) bound);
        VectorUpdate update = new VectorUpdate(vector, new EventCounts(Long.MAX_VALUE, 0, 0));
        assertThat(key + StateSerdes.VECTOR_UPDATE.serializer().serialize("", update).length)
                .as("vector update")
                .isLessThanOrEqualTo((int) bound);
        assertThat(key + StateSerdes.VECTOR.serializer().serialize("", new StoredVector(1, vector)).length)
                .as("stored vector")
                .isLessThanOrEqualTo((int) bound);
        ImageState state = new ImageState(accumulator, ImageSize.NONE, 1, 1, 1, EventCounts.NONE, true);
        assertThat(key + StateSerdes.IMAGE_STATE.serializer().serialize("", state).length)
                .as("image state")
                .isLessThanOrEqualTo((int) bound);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u20ac", "\ud83d\ude00", "\"", "x", "%"})
    void shouldFitTheRoomBesideAnEvent_whenARecordIsOfOneInstance(String filler) {
        String id = longest(filler, 0);
        int[] xy = new int[2 * Outline.MAX_POINTS];
        Arrays.fill(xy, Integer.MIN_VALUE);
        ScoredInstance instance = new ScoredInstance(
                id,
                id,
                false,
                new ShapeScore(WIDEST, WIDEST, Integer.MAX_VALUE, WIDEST, WIDEST),
                new Outline(xy),
                true);
        String text = filler.repeat(Image.MAX_TEXT / filler.length());
        Image picture = new Image(id, Integer.MAX_VALUE, Integer.MAX_VALUE, text, text);
        int key = new InstanceKey(DATASET, id, id).toString().getBytes(UTF_8).length + FRAMING;

        InstanceScored scored = new InstanceScored(DATASET, id, OptionalLong.of(Long.MAX_VALUE), instance, picture);
        assertThat(key + new ScoredEventSerde().serializer().serialize("", scored).length)
                .as("instance-scores")
                .isLessThanOrEqualTo(OVERHEAD);
        InstanceDetail detail = new InstanceDetail(DATASET, picture, instance);
        assertThat(key + new InstanceDetailSerde().serializer().serialize("", detail).length)
                .as("instances")
                .isLessThanOrEqualTo(OVERHEAD);
        ClassTotals totals =
                new ClassTotals(DATASET, id, Long.MAX_VALUE, Integer.MAX_VALUE, WIDEST, WIDEST, 0.1, Long.MAX_VALUE);
        assertThat(key + new ClassTotalsSerde().serializer().serialize("", totals).length)
                .as("class-totals")
                .isLessThanOrEqualTo(OVERHEAD);
        AnnotationState state = new AnnotationState(1, false, false, id, false, WIDEST, 1);
        assertThat(key + StateSerdes.ANNOTATION_STATE.serializer().serialize("", state).length)
                .as("annotation state")
                .isLessThanOrEqualTo(OVERHEAD);
    }

    private static ImageRanking ranking(String image, ImageVector vector) {
        SortedMap<String, Boolean> kept = new TreeMap<>();
        for (int rate = 0; rate < 20; rate++) {
            kept.put(Double.toString(WIDEST) + rate, false);
        }
        SortedMap<String, Double> sums = new TreeMap<>();
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < vector.size(); i++) {
            sums.put(vector.classes()[i], vector.sums()[i]);
            counts.put(vector.classes()[i], Integer.MAX_VALUE);
        }
        return new ImageRanking(
                DATASET,
                image,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                WIDEST,
                WIDEST,
                kept,
                Integer.MAX_VALUE,
                sums,
                counts,
                Long.MAX_VALUE);
    }

    /** A text of as many of the filler as an id may have, and a number. */
    private static String longest(String filler, int number) {
        String digits = Integer.toString(1000 + number);
        return digits + filler.repeat((Ids.MAX_ID_LENGTH - digits.length()) / filler.length());
    }
}
