package dev.annorank.format.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenAnnotationsTest {
    private static final String[] FORMS = {"%d", "0%d", "x%d", "-%d", "99999999999999999%d", "1%018d"};

    @Test
    void shouldAgreeWithAMap_whenIdsAreRandom() {
        long seed = 11;
        Random random = new Random(seed);
        SeenAnnotations seen = new SeenAnnotations();
        Map<String, Long> expected = new HashMap<>();
        for (int round = 0; round < 60_000; round++) {
            int image = random.nextInt(100);
            String id = String.format(FORMS[Math.max(0, random.nextInt(30) - 24)], random.nextInt(400));
            Long first = expected.putIfAbsent(image + "/" + id, (long) round);
            assertThat(seen.putIfAbsent(image, id, round))
                    .as(() -> "seed " + seed + ", image " + image + ", id " + id)
                    .isEqualTo(first == null ? -1 : first);
        }
    }
}
