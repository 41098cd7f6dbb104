package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSettingsTest {
    @Test
    void shouldKnowNoCvat_whenNothingIsSet() {
        assertThat(Settings.defaults().webhooks().cvatUrl()).isEmpty();
    }

    @Test
    void shouldReadAllThree_whenTheyAreSet() {
        WebhookSettings webhooks = builder("https://cvat.example.org:8443/base", "token", "secret")
                .build()
                .webhooks();
        assertThat(webhooks.cvatUrl()).contains(URI.create("https://cvat.example.org:8443/base"));
        assertThat(webhooks.cvatSecret().orElseThrow().reveal()).isEqualTo("secret");
        assertThat(webhooks.toString()).doesNotContain("token=token").contains("(hidden)");
    }

    @Test
    void shouldNameWhatIsMissing_whenOnlySomeAreSet() {
        assertThatThrownBy(
                        () -> builder("https://cvat.example.org", "", "secret").build())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("webhook.cvat.token not set");
        assertThatThrownBy(() -> builder("", "token", "").build())
                .hasMessageContaining("webhook.cvat.url and webhook.cvat.secret not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cvat.example.org",
                "ftp://x",
                "https://",
                "https://me:pw@x",
                "https://x?y",
                "https://x#y",
                "https://a b"
            })
    void shouldSayWhatAnAddressIs_whenItIsNone(String url) {
        assertThatThrownBy(() -> builder(url, "token", "secret").build())
                .hasMessageContaining("an address like https://cvat.example.org");
    }

    @Test
    void shouldRefuseSecrets_whenTheyAreOnTheCommandLine() {
        assertThatThrownBy(() -> Settings.builder()
                        .flag("--set", "webhook.cvat.secret", "hush-hush")
                        .build())
                .hasMessageContaining("ANNORANK_WEBHOOK_CVAT_SECRET")
                .hasMessageNotContaining("hush-hush");
    }

    private static SettingsBuilder builder(String url, String token, String secret) {
        return Settings.builder()
                .set("webhook.cvat.url", url)
                .set("webhook.cvat.token", token)
                .set("webhook.cvat.secret", secret);
    }
}
