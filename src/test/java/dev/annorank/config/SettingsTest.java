package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.score.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final Path folder;

    SettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldHoldTheDocumentedDefaults_whenNothingIsSet() {
        Settings settings = Settings.defaults();
        assertThat(settings.topicsPrefix()).isEqualTo("annorank.");
        assertThat(settings.measure()).isEqualTo(Measure.CONTOUR);
        assertThat(settings.crowdIncluded()).isFalse();
        assertThat(settings.rankingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.rankingTolerance()).isEqualTo(0.001);
        assertThat(settings.pruneRates()).containsExactly(0.2, 0.3, 0.4, 0.5);
        assertThat(settings.maskMaxPixels()).isEqualTo(1L << 28);
        assertThat(settings.eventMaxBytes()).isEqualTo(8 << 20);
        assertThat(settings.publishChunk()).isEqualTo(20000);
        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
        assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.brokerPort()).isEqualTo(9092);
        assertThat(settings.kafka())
                .containsEntry("bootstrap.servers", "127.0.0.1:9092")
                .containsEntry("application.id", "annorank");
    }

    @Test
    void shouldTakeFlagThenEnvironmentThenFileThenDefault_whenAllSetTheSameKey() throws IOException {
        Path file = write("http.port=1", "broker.port=1", "publish.chunk=1");
        Settings settings = Settings.builder()
                .flag("--port", "http.port", "3")
                .environment(Map.of("ANNORANK_HTTP_PORT", "2", "ANNORANK_BROKER_PORT", "2"))
                .file(file)
                .build();
        assertThat(settings.httpPort()).isEqualTo(3);
        assertThat(settings.brokerPort()).isEqualTo(2);
        assertThat(settings.publishChunk()).isEqualTo(1);
        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
    }

    @Test
    void shouldReadAFile_whenItBeginsWithAByteOrderMark() throws IOException {
        assertThat(Settings.builder()
                        .file(write("\ufeffhttp.port=1", "broker.port=2"))
                        .build()
                        .httpPort())
                .isEqualTo(1);
    }

    @Test
    void shouldMapVariablesToKeys_whenTheyStartWithThePrefixAndAreNotEmpty() {
        Settings settings = Settings.builder()
                .environment(Map.of(
                        "ANNORANK_BOOTSTRAP_SERVERS", "kafka:9092",
                        "ANNORANK_SASL_JAAS_CONFIG", "org.example.Login required;",
                        "ANNORANK_PRODUCER_LINGER_MS", "7",
                        "ANNORANK_HTTP_PORT", "",
                        "ANNORANK_", "x",
                        "ANNORANK_JAVA_OPTS", "-Xmx1g",
                        "HTTP_HOST", "0.0.0.0"))
                .build();
        assertThat(settings.kafka())
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("sasl.jaas.config", "org.example.Login required;")
                .containsEntry("producer.linger.ms", "7")
                .doesNotContainKey("java.opts")
                .doesNotContainKey("");
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldPassKeysThroughUntouched_whenTheyAreNotItsOwn() throws IOException {
        Path file = write("sasl.jaas.config=a b  c;", "my.plugin.token = x ", "ssl.truststore.password=p\\u00e4ss ");
        assertThat(Settings.builder().file(file).build().kafka())
                .containsEntry("sasl.jaas.config", "a b  c;")
                .containsEntry("my.plugin.token", "x ")
                .containsEntry("ssl.truststore.password", "päss ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topics.prefix     | a/b     | 0 to 100 of the characters
            measure           | outline | one of contour, polygon
            iscrowd           | yes     | one of exclude, include
            ranking.interval  | 5       | a duration from 10ms to 1d
            ranking.interval  | 1ms     | a duration from 10ms to 1d
            ranking.interval  | -PT1S   | a duration from 10ms to 1d
            ranking.interval  | 99999999999999999d | a duration from 10ms to 1d
            ranking.tolerance | 1       | a number of at least 0 and below 1
            ranking.tolerance | 1.5     | a number of at least 0 and below 1
            ranking.tolerance | NaN     | a number of at least 0 and below 1
            prune.rates       | 0.2,,1  | numbers above 0 and below 1
            prune.rates       | 0       | numbers above 0 and below 1
            mask.max.pixels   | 0       | a whole number from 1 to 536870912
            event.max.bytes   | 1e6     | a whole number from 1024 to 268435456
            publish.chunk     | 0       | a whole number from 1 to 1000000
            data.dir          | ''      | a folder
            http.host         | a b     | a host name or an IP address
            http.port         | 65536   | a whole number from 0 to 65535
            broker.port       | -1      | a whole number from 0 to 65535
            """)
    void shouldNameKeyValueOriginAndWhatIsRight_whenAValueIsWrong(String key, String value, String right) {
        assertThatThrownBy(
                        () -> Settings.builder().flag("--some-flag", key, value).build())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + " is \"" + value + "\" (flag --some-flag); it must be ")
                .hasMessageContaining(right);
    }

    @Test
    void shouldNameFileAndLine_whenTheValueIsFromAFile() throws IOException {
        Path file = write("# comment", "", "http.port=80a");
        assertThatThrownBy(() -> Settings.builder().file(file).build()).hasMessageContaining(file + ":3");
        assertThatThrownBy(() -> Settings.builder()
                        .environment(Map.of("ANNORANK_HTTP_PORT", "80a"))
                        .build())
                .hasMessageContaining("environment variable ANNORANK_HTTP_PORT")
                .hasMessageNotContaining("Kubernetes");
    }

    @Test
    void shouldSayWhoSetIt_whenKubernetesDid() {
        assertThatThrownBy(() -> Settings.builder()
                        .environment(Map.of("ANNORANK_HTTP_PORT", "tcp://10.0.0.1:8080"))
                        .build())
                .hasMessageContaining("Kubernetes sets such a variable for a Service named annorank-http")
                .hasMessageContaining("enableServiceLinks: false");
    }

    @Test
    void shouldReportAllProblemsAtOnce_whenThereAreSeveral() throws IOException {
        Path file = write("http.port=x", "measure=y", "prune.rate=0.5");
        assertThatThrownBy(() -> Settings.builder().file(file).build())
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.problems()).hasSize(3));
    }

    @ParameterizedTest
    @CsvSource({
        "http.prot,http.port",
        "topic.prefix,topics.prefix",
        "topics_prefix,topics.prefix",
        "Measure,measure",
        "prune.rate,prune.rates",
        "bootstrap.server,bootstrap.servers",
        "num.stream.thread,num.stream.threads",
        "secuirty.protocol,security.protocol",
        "sasl.mechanisms,sasl.mechanism",
        "ssl.trustore.location,ssl.truststore.location",
        "procesing.guarantee,processing.guarantee",
        "producer.linger_ms,producer.linger.ms",
        "main.consumer.fetch.max.byte,main.consumer.fetch.max.bytes"
    })
    void shouldAskWhatWasMeant_whenAKeyLooksMistyped(String key, String meant) throws IOException {
        Path file = write(key + "=1");
        // A prefix that is Kafka Streams' own cannot be told from a mistyped one.
        if (key.startsWith("topic.")) {
            assertThat(Settings.builder().file(file).build().kafka()).containsKey(key);
            return;
        }
        assertThatThrownBy(() -> Settings.builder().file(file).build())
                .hasMessageContaining("unknown key " + key + " (" + file + ":1); did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my.plugin.token",
                "producer.interceptor.url",
                "consumer.my.deserializer.schema",
                "topic.retention.ms",
                "home",
                "log.level"
            })
    void shouldPassOn_whatNoKeyComesNear(String key) throws IOException {
        Path file = write(key + "=1");
        assertThat(Settings.builder().file(file).build().kafka()).containsEntry(key, "1");
    }

    @Test
    void shouldReadDurationsAndRates_whenWrittenInEveryAllowedWay() {
        assertThat(with("ranking.interval", "500ms").rankingInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(with("ranking.interval", "2 m").rankingInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(with("ranking.interval", "1h").rankingInterval()).isEqualTo(Duration.ofHours(1));
        assertThat(with("ranking.interval", "1d").rankingInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(with("ranking.interval", "PT0.25S").rankingInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(with("prune.rates", " 0.5, 0.20 ,0.2").pruneRates()).isEqualTo(List.of(0.2, 0.5));
        assertThat(with("topics.prefix", "").topicsPrefix()).isEmpty();
        assertThat(with("iscrowd", "include").crowdIncluded()).isTrue();
        assertThat(with("measure", "polygon").measure()).isEqualTo(Measure.POLYGON);
    }

    @Test
    void shouldKeepSizesWithinAnInt_whenEventsAreAsLongAsAllowed() {
        Settings settings = with("event.max.bytes", "268435456");
        assertThat(settings.inputMaxBytes()).isEqualTo((1 << 28) + (1 << 16));
        assertThat(settings.outputMaxBytes()).isEqualTo((1 << 30) + (1 << 16));
    }

    @Test
    void shouldSayWhy_whenTheFileCannotBeRead() {
        assertThatThrownBy(() -> Settings.builder()
                        .file(folder.resolve("none.properties"))
                        .build())
                .hasMessageContaining("none.properties cannot be read: no such file");
        assertThatThrownBy(() -> Settings.builder().file(folder).build()).hasMessageContaining("it is a folder");
    }

    private static Settings with(String key, String value) {
        return Settings.builder().set(key, value).build();
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("test.properties"), List.of(lines));
    }

    @Test
    void shouldHideTheToken_whereverSettingsAreShown() {
        String secret = "correct-horse-battery";
        Settings settings = Settings.builder()
                .environment(Map.of("ANNORANK_HTTP_TOKEN", secret))
                .build();
        assertThat(settings.http().token().orElseThrow().reveal()).isEqualTo(secret);
        assertThat(settings.toString()).doesNotContain(secret);
        assertThat(settings.kafka().toString()).doesNotContain(secret);
        assertThat(Settings.defaults().http().token()).isEmpty();
    }

    @Test
    void shouldRefuseTheToken_whenItIsOnTheCommandLineOrTooShort() {
        assertThatThrownBy(() -> Settings.builder()
                        .flag("--set http.token", "http.token", "correct-horse-battery")
                        .build())
                .hasMessageContaining("--token-file")
                .hasMessageNotContaining("correct-horse");
        assertThatThrownBy(() -> Settings.builder()
                        .environment(Map.of("ANNORANK_HTTP_TOKEN", "hunter2"))
                        .build())
                .hasMessageContaining("http.token")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldReadOrigins_whenSeparatedByCommas() {
        assertThat(Settings.builder()
                        .set("http.cors.origins", "https://a.example, http://b.example:81")
                        .build()
                        .http()
                        .corsOrigins())
                .containsExactly("https://a.example", "http://b.example:81");
        assertThatThrownBy(
                        () -> Settings.builder().set("http.cors.origins", "*").build())
                .hasMessageContaining("http.cors.origins");
    }
}
