package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    @Test
    void shouldBehaveLikeAMap_whenNamesComeAndGo() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            SlotTable table = new SlotTable();
            Map<String, Integer> expected = new HashMap<>();
            for (int step = 0; step < 3000; step++) {
                String name = name(random.nextInt(1 + step / 8));
                if (random.nextInt(5) < 3) {
                    int slot = table.acquire(name);
                    Integer before = expected.putIfAbsent(name, slot);
                    assertThat(before == null || before == slot)
                            .as("seed %d", seed)
                            .isTrue();
                } else if (expected.remove(name) != null) {
                    table.release(name);
                }
                assertThat(table.size()).isEqualTo(expected.size());
                assertThat(table.slot(name)).as("seed %d", seed).isEqualTo(expected.getOrDefault(name, -1));
            }
            assertThat(new HashSet<>(expected.values())).as("seed %d", seed).hasSameSizeAs(expected.keySet());
            SlotTable copy = new SlotTable(table.copyOfNames(), table.limit());
            for (int i = 0; i < 400; i++) {
                int slot = expected.getOrDefault(name(i), -1);
                assertThat(table.slot(name(i)))
                        .as("seed %d name %s", seed, name(i))
                        .isEqualTo(slot);
                assertThat(copy.slot(name(i)))
                        .as("seed %d name %s", seed, name(i))
                        .isEqualTo(slot);
            }
        }
    }

    @Test
    void shouldGiveSlotsOutAgain_whenNamesAreReleased() {
        SlotTable table = new SlotTable();
        for (int i = 0; i < 100_000; i++) {
            table.acquire("n" + i);
            if (i >= 10) {
                table.release("n" + (i - 10));
            }
        }
        assertThat(table.limit()).isLessThanOrEqualTo(12);
    }

    @Test
    void shouldThrow_whenANameWithoutSlotIsReleased() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new SlotTable().release("a"))
                .withMessageContaining("a");
    }

    /** "Aa" and "BB" have one hash code: every block of them is a long run of collisions. */
    private static String name(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 6; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.append(number >> 6).toString();
    }
}
