package dev.annorank.format.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CvatSignatureTest {
    /** RFC 4231, test case 2. */
    private static final String SECRET = "Jefe";

    private static final byte[] BODY = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
    private static final String RIGHT = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void shouldBeTheHmacOfTheBody_whenMade() {
        assertThat(CvatSignature.of(SECRET, BODY)).isEqualTo(RIGHT);
    }

    @Test
    void shouldMatch_whenSecretAndBodyAreTheSame() {
        assertThat(CvatSignature.matches(SECRET, BODY, Optional.of(RIGHT))).isTrue();
        assertThat(CvatSignature.matches(SECRET, BODY, Optional.of(" " + RIGHT.toUpperCase(Locale.ROOT))))
                .isTrue();
    }

    @Test
    void shouldNotMatch_whenAnythingDiffers() {
        byte[] other = BODY.clone();
        other[5] ^= 1;
        assertThat(CvatSignature.matches(SECRET, other, Optional.of(RIGHT))).isFalse();
        assertThat(CvatSignature.matches("jefe", BODY, Optional.of(RIGHT))).isFalse();
        assertThat(CvatSignature.matches(SECRET, BODY, Optional.empty())).isFalse();
        assertThat(CvatSignature.matches(SECRET, BODY, Optional.of(""))).isFalse();
        assertThat(CvatSignature.matches(SECRET, BODY, Optional.of(RIGHT.substring(7))))
                .isFalse();
        assertThat(CvatSignature.matches(SECRET, BODY, Optional.of(RIGHT.substring(0, 70))))
                .isFalse();
    }
}
