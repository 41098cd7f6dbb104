package dev.annorank.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.EventCounts;
import dev.annorank.model.Image;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Outline;
import dev.annorank.model.PruneRate;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Imbalance;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageForgotten;
import dev.annorank.model.ScoredEvent.ImageRemoved;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What annorank writes of its own it reads back the same, to the last bit. */
class SerdesTest {
    private static final int ROUNDS = 2000;
    private static final String[] TEXTS = {
        "0", "82", "a/b", "Flasche \u00fc", "\u65e5\u672c", "\ud83d\ude00", "x\"\\\n\u0001y", "null", " "
    };
    private static final double[] NUMBERS = {
        0, 1, 0.1, 1.0 / 3, Double.MIN_VALUE, Double.MIN_NORMAL, 1e-300, 123456.789, 0x1p32, 1e15 + 0.3, 4.35
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldReadBackWhatItWrote_whenValuesAreDrawnByChance(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            requireSame(new ScoredEventSerde(), scoredEvent(random), seed);
            requireSame(new InstanceDetailSerde(), instanceDetail(random), seed);
            requireSame(new ImageRankingSerde(), imageRanking(random), seed);
            requireSame(new ClassTotalsSerde(), classTotals(random), seed);
            requireSame(new RankingEpochSerde(), rankingEpoch(random), seed);
        }
    }

    private static <T> void requireSame(Serde<T> serde, T value, long seed) {
        byte[] bytes = serde.serializer().serialize("t", value);
        T back = serde.deserializer().deserialize("t", bytes);
        assertThat(back).as("seed %d: %s", seed, new String(bytes, UTF_8)).isEqualTo(value);
        assertThat(serde.serializer().serialize("t", back)).isEqualTo(bytes);
    }

    static Stream<Arguments> serdes() {
        return Stream.of(
                Arguments.of(new ScoredEventSerde(), scoredEvent(new Random(7))),
                Arguments.of(new InstanceDetailSerde(), instanceDetail(new Random(7))),
                Arguments.of(new ImageRankingSerde(), imageRanking(new Random(7))),
                Arguments.of(new ClassTotalsSerde(), classTotals(new Random(7))),
                Arguments.of(new RankingEpochSerde(), rankingEpoch(new Random(7))));
    }

    @ParameterizedTest
    @MethodSource("serdes")
    <T> void shouldPassTombstonesOn(Serde<T> serde) {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @ParameterizedTest
    @MethodSource("serdes")
    <T> void shouldRefuse_whenBytesAreDamaged(Serde<T> serde, T value) {
        byte[] bytes = serde.serializer().serialize("t", value);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serde.deserializer().deserialize("topic-7", cut))
                    .as(new String(cut, UTF_8))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("topic-7");
        }
        for (String other : List.of("{}", "[]", "7", "\"x\"", "null", "\u0000", new String(bytes, UTF_8) + "{}")) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("topic-7", other.getBytes(UTF_8)))
                    .as(other)
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("topic-7");
        }
    }

    @Test
    void shouldRefuseAnEpoch_whenItsTimeIsNone() {
        byte[] value = new RankingEpochSerde().serializer().serialize("t", rankingEpoch(new Random(7)));
        String foreign = new String(value, UTF_8).replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"yesterday\"");
        assertThatThrownBy(() -> new RankingEpochSerde().deserializer().deserialize("t", foreign.getBytes(UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("yesterday");
    }

    @Test
    void shouldReadOn_whenANewerVersionAddedFields() {
        String text =
                new String(new ImageRankingSerde().serializer().serialize("t", imageRanking(new Random(7))), UTF_8);
        String newer = "{\"new\":{\"a\":[1,{}]}," + text.substring(1);
        assertThat(new ImageRankingSerde().deserializer().deserialize("t", newer.getBytes(UTF_8)))
                .isEqualTo(imageRanking(new Random(7)));
    }

    /** What was written before there were outlines, counts and the size of the image. */
    @Test
    void shouldReadOlderRecords_whenTheyLackWhatWasAdded() {
        String score =
                "{\"type\":\"annotation.upserted\",\"dataset\":\"try\",\"image\":\"82\",\"version\":1,\"instance\":"
                        + "{\"annotation\":\"4711\",\"class\":\"car\",\"iscrowd\":false,\"perimeterPx\":300.0,\"areaPx2\":5000.0,"
                        + "\"contours\":1,\"scs\":0.06,\"siScs\":1.2}}";
        assertThat(new ScoredEventSerde().deserializer().deserialize("t", score.getBytes(UTF_8)))
                .isEqualTo(new InstanceScored(
                        "try",
                        "82",
                        OptionalLong.of(1),
                        new ScoredInstance("4711", "car", false, new ShapeScore(300, 5000, 1, 0.06, 1.2))));
        String ranking = "{\"dataset\":\"try\",\"image\":\"82\",\"rank\":1,\"of\":2,\"percentile\":0.5,\"score\":1.0,"
                + "\"kept\":{\"0.2\":true},\"instances\":3,\"vector\":{\"person\":2.5},\"epoch\":1}";
        assertThat(new ImageRankingSerde()
                        .deserializer()
                        .deserialize("t", ranking.getBytes(UTF_8))
                        .imageVector())
                .isEqualTo(new ImageVector(new String[] {"person"}, new int[] {1}, new double[] {2.5}));
    }

    private static ScoredEvent scoredEvent(Random random) {
        OptionalLong version = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong() >>> 1);
        return switch (random.nextInt(5)) {
            case 0 -> {
                String image = text(random);
                yield new InstanceScored("d-1", image, version, instance(random), picture(image, random));
            }
            case 1 -> new InstanceDeleted("d-1", text(random), version, text(random));
            case 2 -> {
                List<ScoredInstance> instances = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    instances.add(instance(random));
                }
                String image = text(random);
                yield new ImageScored("d-1", image, version, instances, picture(image, random));
            }
            case 3 -> new ImageForgotten("d-1", text(random));
            default -> new ImageRemoved("d-1", text(random), version);
        };
    }

    private static ScoredInstance instance(Random random) {
        return new ScoredInstance(
                text(random),
                text(random),
                random.nextBoolean(),
                new ShapeScore(
                        number(random),
                        number(random),
                        random.nextInt(1000),
                        number(random),
                        Math.min(number(random), ShapeScore.MAX_SI_SCS)),
                outline(random),
                random.nextBoolean());
    }

    private static @Nullable Outline outline(Random random) {
        if (random.nextBoolean()) {
            return null;
        }
        return new Outline(random.ints(2L * (1 + random.nextInt(Outline.MAX_POINTS)), 0, 1 << random.nextInt(30))
                .toArray());
    }

    private static @Nullable Image picture(String id, Random random) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        return new Image(
                id,
                1 + random.nextInt(5000),
                1 + random.nextInt(5000),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : text(random));
    }

    private static InstanceDetail instanceDetail(Random random) {
        return new InstanceDetail("d-1", new Image(text(random), 4, 3, null, text(random)), instance(random));
    }

    private static ImageRanking imageRanking(Random random) {
        int of = random.nextInt(1000);
        int rank = of == 0 ? 0 : random.nextInt(of + 1);
        SortedMap<String, Double> vector = new TreeMap<>();
        SortedMap<String, Integer> counts = new TreeMap<>();
        boolean counted = random.nextBoolean();
        for (int i = random.nextInt(4); i > 0; i--) {
            String category = text(random);
            vector.put(category, number(random));
            if (counted) {
                counts.put(category, 1 + random.nextInt(9));
                counts.put(text(random), 1 + random.nextInt(9));
            }
        }
        SortedMap<String, Boolean> kept = new TreeMap<>(PruneRate.ORDER);
        for (double rate : new double[] {0.2, 1e-9, 0.999}) {
            kept.put(Double.toString(rate), random.nextBoolean());
        }
        return new ImageRanking(
                "d-1",
                text(random),
                rank,
                of,
                rank == 0 ? 0 : (double) rank / of,
                number(random),
                kept,
                random.nextInt(1000),
                vector,
                counts,
                random.nextLong() >>> 1);
    }

    private static ClassTotals classTotals(Random random) {
        return new ClassTotals(
                "d-1",
                text(random),
                random.nextLong() >>> 1,
                random.nextInt(1000),
                number(random),
                number(random),
                random.nextDouble(),
                random.nextLong() >>> 1);
    }

    private static RankingEpoch rankingEpoch(Random random) {
        SortedMap<String, Pruning> prune = new TreeMap<>(PruneRate.ORDER);
        prune.put(
                "0.5",
                new Pruning(
                        random.nextInt(9),
                        random.nextBoolean() ? null : number(random),
                        random.nextInt(9),
                        random.nextInt(9),
                        random.nextDouble()));
        return new RankingEpoch(
                "d-1",
                random.nextLong() >>> 1,
                Instant.ofEpochMilli(random.nextLong() >>> 20),
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextLong() >>> 1,
                random.nextInt(1000),
                counts(random),
                counts(random),
                new Imbalance(random.nextDouble(), number(random), number(random)),
                number(random),
                prune,
                random.nextLong() >>> 1,
                random.nextLong() >>> 1);
    }

    private static EventCounts counts(Random random) {
        return new EventCounts(random.nextLong() >>> 1, random.nextLong() >>> 1, random.nextLong() >>> 1);
    }

    private static double number(Random random) {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextDouble() * 1e4;
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
