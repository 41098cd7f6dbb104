package dev.annorank.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameHashTest {
    /** What CPython's hash of the UTF-16LE bytes is, with the key 0. */
    private static final Map<String, Long> KNOWN = Map.of(
            "a", -7264007431688190766L,
            "abc", -4445224580031040541L,
            "street/0001.jpg", -3166109550605458506L,
            "BBAaBBAaBBAaBBAaBBAaBBAaBBAaBBAa", -1335731407898882518L);

    @Test
    void shouldBeSipHash() {
        KNOWN.forEach(
                (name, hash) -> assertThat(NameHash.of(name, 0, 0)).as(name).isEqualTo(hash));
    }

    @Test
    void shouldSpreadNames_whenTheirHashCodesAreTheSame() {
        Set<Long> homes = new HashSet<>();
        Set<Integer> codes = new HashSet<>();
        int names = 1 << 16;
        for (int i = 0; i < names; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            codes.add(name.toString().hashCode());
            homes.add(NameHash.of(name.toString()) & (2 * names - 1));
        }
        assertThat(codes).hasSize(1);
        // Of so many thrown at twice as many places at random, 78.7% are expected to be alone or the first in theirs.
        assertThat(homes.size()).isBetween(77 * names / 100, 81 * names / 100);
    }
}
