package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.annorank.model.ImageVector;
import dev.annorank.model.RejectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class VectorAccumulatorTest {
    private record Instance(String category, double siScs) {}

    @Test
    void shouldBeEmptyVector_whenNothingIsIn() {
        VectorAccumulator vector = new VectorAccumulator();
        assertThat(vector.isEmpty()).isTrue();
        assertThat(vector.toVector()).isEqualTo(ImageVector.EMPTY);
    }

    @Test
    void shouldSumByClassInOrderOfIds_whenInstancesAreAdded() {
        VectorAccumulator vector = new VectorAccumulator();
        vector.add("dog", 1.5);
        vector.add("10", 2);
        vector.add("9", 0);
        vector.add("dog", 1.25);
        assertThat(vector.toVector())
                .isEqualTo(new ImageVector(
                        new String[] {"9", "10", "dog"}, new int[] {1, 1, 2}, new double[] {0, 2, 2.75}));
        assertThat(vector.instances()).isEqualTo(4);
        assertThat(vector.size()).isEqualTo(3);
    }

    @Test
    void shouldStayAsItWas_whenWhatCannotBeInIsRemoved() {
        VectorAccumulator vector = new VectorAccumulator();
        vector.add("dog", 1.5);
        vector.add("cat", 1);
        vector.add("cat", 2);
        ImageVector before = vector.toVector();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector.remove("bird", 1))
                .withMessageContaining("bird");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector.remove("dog", 1.25))
                .withMessageContaining("dog")
                .withMessageContaining("1.25");
        assertThatIllegalArgumentException().isThrownBy(() -> vector.remove("dog", 2));
        assertThatIllegalArgumentException().isThrownBy(() -> vector.remove("cat", 4));
        assertThatIllegalArgumentException().isThrownBy(() -> vector.remove("cat", Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> vector.add("bird", -1));
        Assertions.assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> vector.add("", 1));
        assertThat(vector.toVector()).isEqualTo(before);
    }

    @Test
    void shouldBeAFunctionOfItsContents_whenInstancesComeAndGoInAnyOrder() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Instance> stays = new ArrayList<>();
            List<Instance> goes = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                stays.add(new Instance("c" + random.nextInt(6), RandomData.siScs(random)));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                goes.add(new Instance("c" + random.nextInt(9), RandomData.siScs(random)));
            }
            VectorAccumulator plain = new VectorAccumulator();
            stays.forEach(instance -> plain.add(instance.category, instance.siScs));

            List<Instance> all = new ArrayList<>(stays);
            all.addAll(goes);
            Collections.shuffle(all, random);
            Collections.shuffle(goes, random);
            VectorAccumulator busy = new VectorAccumulator();
            all.forEach(instance -> busy.add(instance.category, instance.siScs));
            goes.forEach(instance -> busy.remove(instance.category, instance.siScs));

            assertThat(busy.toVector()).as("seed %d", seed).isEqualTo(plain.toVector());
            assertThat(words(busy)).as("seed %d", seed).isEqualTo(words(plain));
        }
    }

    @Test
    void shouldGoOnAsBefore_whenRestoredFromItsParts() {
        Random random = new Random(3);
        VectorAccumulator vector = new VectorAccumulator();
        for (int i = 0; i < 50; i++) {
            vector.add("c" + random.nextInt(9), RandomData.siScs(random));
        }
        VectorAccumulator restored = copy(vector);
        assertThat(words(restored)).isEqualTo(words(vector));
        vector.add("c5", 1.75);
        restored.add("c5", 1.75);
        assertThat(restored.toVector()).isEqualTo(vector.toVector());
        assertThat(copy(new VectorAccumulator()).isEmpty()).isTrue();
    }

    @Test
    void shouldRejectParts_whenNoAccumulatorHasThem() {
        String[] two = {"a", "b"};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VectorAccumulator.of(two, new int[] {1}, new long[2], new long[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VectorAccumulator.of(two, new int[] {1, 0}, new long[2], new long[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VectorAccumulator.of(two, new int[] {1, 1}, new long[] {0, -1}, new long[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        VectorAccumulator.of(new String[] {"b", "a"}, new int[] {1, 1}, new long[2], new long[2]));
    }

    private static VectorAccumulator copy(VectorAccumulator of) {
        String[] categories = new String[of.size()];
        int[] counts = new int[of.size()];
        long[] highs = new long[of.size()];
        long[] lows = new long[of.size()];
        for (int i = 0; i < of.size(); i++) {
            categories[i] = of.category(i);
            counts[i] = of.count(i);
            highs[i] = of.high(i);
            lows[i] = of.low(i);
        }
        return VectorAccumulator.of(categories, counts, highs, lows);
    }

    private static List<Object> words(VectorAccumulator of) {
        List<Object> words = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            words.addAll(List.of(of.category(i), of.count(i), of.high(i), of.low(i)));
        }
        return words;
    }
}
