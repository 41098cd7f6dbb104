package dev.annorank.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ImageVector;
import dev.annorank.model.ScoredEvent;
import dev.annorank.model.ScoredEvent.ImageRemoved;
import dev.annorank.model.ScoredEvent.ImageScored;
import dev.annorank.model.ScoredEvent.InstanceDeleted;
import dev.annorank.model.ScoredEvent.InstanceScored;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastWriterWinsTest {
    private static final long NONE = -1;

    private final Annotated image = new Annotated();

    @Test
    void shouldKeepTheNewerVersion_whenTheOlderArrivesLater() {
        assertThat(image.apply(upsert("1", "cat", 2.0, 20))).isTrue();
        assertThat(image.apply(upsert("1", "dog", 3.0, 10))).isFalse();
        assertThat(image.sums()).containsExactly(Map.entry("cat", 2.0));
    }

    @Test
    void shouldMoveAnInstanceBetweenClasses_whenItsClassChanges() {
        image.apply(upsert("1", "cat", 2.0, 10));
        image.apply(upsert("2", "cat", 1.5, 10));
        image.apply(upsert("1", "dog", 2.5, 11));
        assertThat(image.sums()).containsExactly(Map.entry("cat", 1.5), Map.entry("dog", 2.5));
    }

    @Test
    void shouldSupersedeARepetition() {
        assertThat(image.apply(upsert("1", "cat", 2.0, 10))).isTrue();
        assertThat(image.apply(upsert("1", "cat", 2.0, 10))).isFalse();
        assertThat(image.apply(upsert("2", "cat", 2.0, NONE))).isTrue();
        assertThat(image.apply(upsert("2", "cat", 2.0, NONE))).isFalse();
        assertThat(image.sums()).containsExactly(Map.entry("cat", 4.0));
    }

    @Test
    void shouldRememberADeletion_whenItArrivesFirst() {
        assertThat(image.apply(delete("1", 20))).isTrue();
        assertThat(image.apply(upsert("1", "cat", 2.0, 10))).isFalse();
        assertThat(image.apply(upsert("1", "cat", 2.0, 20))).isFalse();
        assertThat(image.sums()).isEmpty();
        assertThat(image.apply(upsert("1", "cat", 2.0, 21))).isTrue();
        assertThat(image.sums()).containsExactly(Map.entry("cat", 2.0));
    }

    @Test
    void shouldTakeArrivalOrder_whenEventsHaveNoVersion() {
        image.apply(upsert("1", "cat", 2.0, NONE));
        image.apply(upsert("1", "dog", 3.0, NONE));
        assertThat(image.sums()).containsExactly(Map.entry("dog", 3.0));
        assertThat(image.apply(delete("1", NONE))).isTrue();
        assertThat(image.apply(delete("1", NONE))).isFalse();
        assertThat(image.sums()).isEmpty();
        assertThat(image.state.isForgettable()).isTrue();
        assertThat(image.stored).isEmpty();
    }

    @Test
    void shouldNotReviveAnOlderVersion_whenAnEventWithoutVersionCameBetween() {
        image.apply(upsert("1", "cat", 2.0, 10));
        assertThat(image.apply(upsert("1", "dog", 3.0, NONE))).isTrue();
        assertThat(image.apply(upsert("1", "cat", 2.0, 10))).isFalse();
        assertThat(image.sums()).containsExactly(Map.entry("dog", 3.0));
        image.apply(delete("1", NONE));
        assertThat(image.apply(upsert("1", "cat", 2.0, 10))).isFalse();
        assertThat(image.apply(upsert("1", "cat", 2.0, 11))).isTrue();
    }

    @Test
    void shouldDropWhatIsNotListed_whenAnImageIsReplaced() {
        image.apply(upsert("1", "cat", 2.0, 10));
        image.apply(upsert("2", "dog", 3.0, 10));
        image.apply(upsert("3", "cow", 4.0, 12));
        assertThat(image.apply(replace(11, instance("2", "dog", 3.5)))).isTrue();
        assertThat(image.sums()).containsExactly(Map.entry("cow", 4.0), Map.entry("dog", 3.5));
        assertThat(image.apply(upsert("1", "cat", 2.0, 11))).isFalse();
        assertThat(image.apply(replace(11, instance("2", "dog", 3.5)))).isFalse();
    }

    @Test
    void shouldForgetAllButTheVersion_whenAnImageIsDeleted() {
        image.apply(upsert("1", "cat", 2.0, 10));
        image.apply(delete("2", 10));
        assertThat(image.apply(new ImageRemoved("d", "i", OptionalLong.of(15)))).isTrue();
        assertThat(image.stored).isEmpty();
        assertThat(image.state.isForgettable()).isFalse();
        assertThat(image.apply(upsert("1", "cat", 2.0, 14))).isFalse();
        assertThat(image.apply(replace(15, instance("1", "cat", 2.0)))).isFalse();
        assertThat(image.apply(upsert("1", "cat", 2.0, 16))).isTrue();
    }

    @Test
    void shouldNotDependOnOrder_whenEveryEventHasAVersion() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<ScoredEvent> events = new ArrayList<>();
            for (int i = 0; i < 3 + random.nextInt(12); i++) {
                events.add(randomEvent(random));
            }
            Map<String, Double> expected = null;
            for (int order = 0; order < 8; order++) {
                Collections.shuffle(events, random);
                Annotated shuffled = new Annotated();
                events.forEach(shuffled::apply);
                assertThat(shuffled.sums())
                        .as("seed %d order %d, vector against stored annotations: %s", seed, order, events)
                        .isEqualTo(shuffled.sumsOfStored());
                if (expected == null) {
                    expected = shuffled.sums();
                }
                assertThat(shuffled.sums())
                        .as("seed %d order %d: %s", seed, order, events)
                        .isEqualTo(expected);
            }
        }
    }

    private static ScoredEvent randomEvent(Random random) {
        long version = random.nextInt(6);
        String id = Integer.toString(random.nextInt(3));
        return switch (random.nextInt(8)) {
            case 0, 1 -> delete(id, version);
            case 2 -> new ImageRemoved("d", "i", OptionalLong.of(version));
            case 3, 4 -> {
                List<ScoredInstance> instances = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    if (random.nextBoolean()) {
                        instances.add(instance(Integer.toString(i), "c" + random.nextInt(2), 1 + random.nextInt(3)));
                    }
                }
                yield new ImageScored("d", "i", OptionalLong.of(version), instances);
            }
            default -> upsert(id, "c" + random.nextInt(2), 1 + random.nextInt(3), version);
        };
    }

    private static ScoredInstance instance(String id, String category, double siScs) {
        return new ScoredInstance(id, category, false, new ShapeScore(1, 1, 1, 1, siScs));
    }

    private static ScoredEvent upsert(String id, String category, double siScs, long version) {
        return new InstanceScored("d", "i", version(version), instance(id, category, siScs));
    }

    private static ScoredEvent delete(String id, long version) {
        return new InstanceDeleted("d", "i", version(version), id);
    }

    private static ScoredEvent replace(long version, ScoredInstance... instances) {
        return new ImageScored("d", "i", OptionalLong.of(version), List.of(instances));
    }

    private static OptionalLong version(long version) {
        return version == NONE ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /** An image with its annotations in memory. */
    private static final class Annotated implements Annotations {
        final ImageState state = new ImageState();
        final Map<String, AnnotationState> stored = new LinkedHashMap<>();

        boolean apply(ScoredEvent event) {
            return LastWriterWins.apply(event, state, this, 0);
        }

        Map<String, Double> sums() {
            ImageVector vector = state.toVector();
            Map<String, Double> sums = new TreeMap<>();
            for (int i = 0; i < vector.size(); i++) {
                sums.put(vector.classes()[i], vector.sums()[i]);
            }
            return sums;
        }

        Map<String, Double> sumsOfStored() {
            Map<String, Double> sums = new TreeMap<>();
            stored.values().stream()
                    .filter(annotation -> !annotation.deleted())
                    .forEach(annotation -> sums.merge(annotation.category(), annotation.siScs(), Double::sum));
            return sums;
        }

        @Override
        public @Nullable AnnotationState get(String id) {
            return stored.get(id);
        }

        @Override
        public void put(String id, AnnotationState annotation) {
            stored.put(id, annotation);
        }

        @Override
        public void delete(String id) {
            stored.remove(id);
        }

        @Override
        public Map<String, AnnotationState> all() {
            return new LinkedHashMap<>(stored);
        }
    }
}
