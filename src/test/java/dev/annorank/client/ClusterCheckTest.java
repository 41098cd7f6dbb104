package dev.annorank.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.annorank.broker.Certificates;
import dev.annorank.broker.SecureBroker;
import dev.annorank.broker.SecureBroker.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake in the settings of a client, against a real broker. */
@Timeout(120)
class ClusterCheckTest {
    @TempDir
    private static Path folder;

    private static SecureBroker broker;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static HttpServer http;
    private static ServerSocket silent;
    private static ServerSocket closed;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start(folder, List.of("alice"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers(Listener.PLAIN)))) {
            ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("bob", kind, "bob-secret")))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        http.setExecutor(THREADS);
        http.start();
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();
        Files.writeString(folder.resolve("text.txt"), "no store\n");
    }

    @AfterAll
    static void stop() throws Exception {
        http.stop(0);
        THREADS.shutdownNow();
        silent.close();
        broker.close();
    }

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /** The settings of a line of a test: where, and KEY=VALUE parts. */
    private static Map<String, Object> settings(String where, String text) {
        Certificates certificates = broker.certificates();
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server(where));
        if (text == null) {
            return settings;
        }
        for (String part : text.split("\\|", -1)) {
            String[] pair = part.strip().split("=", 2);
            switch (pair[0]) {
                case "TRUST" -> {
                    settings.put("security.protocol", pair.length > 1 ? pair[1] : "SSL");
                    settings.put(
                            "ssl.truststore.location", certificates.trustStore().toString());
                    settings.put("ssl.truststore.password", Certificates.PASSWORD);
                }
                case "LOGIN" -> {
                    settings.putIfAbsent("security.protocol", "SASL_PLAINTEXT");
                    settings.put("sasl.mechanism", "PLAIN");
                    settings.put("sasl.jaas.config", SecureBroker.login("alice"));
                }
                case "JAAS" -> {
                    settings.put("security.protocol", "SASL_PLAINTEXT");
                    settings.putIfAbsent("sasl.mechanism", "PLAIN");
                    settings.put("sasl.jaas.config", filled(pair[1]));
                }
                default -> settings.put(pair[0], filled(pair[1]));
            }
        }
        return settings;
    }

    private static String filled(String text) {
        return text.replace("DIR", folder.toString())
                .replace("PLAINMODULE", PLAIN)
                .replace("SCRAMMODULE", SCRAM);
    }

    private static String server(String where) {
        return switch (where) {
            case "HTTP" -> "127.0.0.1:" + http.getAddress().getPort();
            case "SILENT" -> "127.0.0.1:" + silent.getLocalPort();
            case "NOBODY" -> "127.0.0.1:" + closed.getLocalPort();
            default -> where.chars().allMatch(Character::isUpperCase) ? broker.servers(Listener.valueOf(where)) : where;
        };
    }

    private static String why(Map<String, Object> settings) {
        try {
            ClusterCheck.requireAnswer(settings, Duration.ZERO);
            return "";
        } catch (ClusterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            PLAIN  ~
            SASL   ~ LOGIN
            SASL   ~ sasl.mechanism=SCRAM-SHA-256 | JAAS=SCRAMMODULE required username="bob" password="bob-secret";
            TLS    ~ TRUST
            TLS    ~ security.protocol=SSL | ssl.truststore.type=PEM | ssl.truststore.location=DIR/broker.pem
            MUTUAL ~ TRUST | ssl.keystore.location=DIR/broker.p12 | ssl.keystore.password=changeit | ssl.key.password=changeit
            OTHERS ~ TRUST | ssl.endpoint.identification.algorithm=
            BOTH   ~ TRUST=SASL_SSL | LOGIN
            """)
    void shouldSayNothing_whenTheSettingsAreRight(String where, String settings) {
        ClusterCheck.requireAnswer(settings(where, settings), Duration.ZERO);
        ClusterCheck.requireNoMistake(settings(where, settings));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            SASL ~ security.protocol=SASL_PLAINTEXT | sasl.mechanism=PLAIN ~ sasl.jaas.config is missing, but security.protocol (SASL_PLAINTEXT) asks for a login
            SASL ~ LOGIN | sasl.mechanism=GSSAPI ~ sasl.mechanism is GSSAPI (Kerberos) unless set
            SASL ~ JAAS=PLAINMODULE required username="a" password="b" ~ sasl.jaas.config cannot be read (JAAS config entry not terminated by semi-colon)
            SASL ~ JAAS=PLAINMODULE required username=a password=b$c d; ~ sasl.jaas.config cannot be read (a value is missing, or is not in double quotes)
            SASL ~ JAAS=PLAINMODULE required username="a password=b; ~ sasl.jaas.config cannot be read
            SASL ~ JAAS=PLAINMODULE username="a" password="b"; ~ sasl.jaas.config cannot be read (Invalid login module control flag 'username'
            SASL ~ JAAS=alice ~ sasl.jaas.config cannot be read (Login module control flag not specified
            SASL ~ JAAS= ~ sasl.jaas.config cannot be read (Login module not specified
            SASL ~ JAAS=org.apache.kafka.PlainLoginModule required username="a" password="b"; ~ sasl.jaas.config names the login module org.apache.kafka.PlainLoginModule, which does not exist
            SASL ~ JAAS=PLAINMODULE required; ~ sasl.jaas.config has no username
            SASL ~ JAAS=PLAINMODULE required username="a"; ~ sasl.jaas.config has no password
            SASL ~ JAAS=PLAINMODULE required username="alice" password="b"; ~ the broker refuses the login; look at username and password in sasl.jaas.config
            SASL ~ sasl.mechanism=SCRAM-SHA-256 | JAAS=SCRAMMODULE required username="bob" password="b"; ~ the broker refuses the login; look at username and password in sasl.jaas.config
            SASL ~ sasl.mechanism=SCRAM-SHA-512 | JAAS=SCRAMMODULE required username="bob" password="b"; ~ sasl.mechanism is SCRAM-SHA-512, but the broker takes PLAIN, SCRAM-SHA-256
            SASL ~ sasl.mechanism=PLAN | JAAS=SCRAMMODULE required username="bob" password="b"; ~ sasl.mechanism is PLAN, which the login module
            """)
    void shouldNameTheSetting_whenALoginIsWrong(String where, String settings, String why) {
        requireSays(where, settings, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            SASL ~  ~ with logins (PLAIN, SCRAM-SHA-256), but security.protocol is PLAINTEXT; set security.protocol=SASL_PLAINTEXT, sasl.mechanism and sasl.jaas.config
            BOTH ~  ~ with TLS and with logins (PLAIN, SCRAM-SHA-256), but security.protocol is PLAINTEXT; set security.protocol=SASL_SSL
            TLS ~  ~ with TLS and without logins, but security.protocol is PLAINTEXT; set security.protocol=SSL
            MUTUAL ~  ~ speaks TLS, but security.protocol is PLAINTEXT; set it to SSL
            PLAIN ~ LOGIN ~ asks for no login, but security.protocol (SASL_PLAINTEXT) gives one; set security.protocol to PLAINTEXT
            TLS ~ LOGIN ~ with TLS and without logins, but security.protocol is SASL_PLAINTEXT; set security.protocol=SSL
            BOTH ~ LOGIN ~ with TLS and with logins (PLAIN, SCRAM-SHA-256), but security.protocol is SASL_PLAINTEXT; set security.protocol=SASL_SSL
            PLAIN ~ TRUST ~ without TLS and without logins, but security.protocol is SSL; set security.protocol=PLAINTEXT
            SASL ~ TRUST ~ without TLS and with logins (PLAIN, SCRAM-SHA-256), but security.protocol is SSL; set security.protocol=SASL_PLAINTEXT
            BOTH ~ TRUST ~ set security.protocol=SASL_SSL, sasl.mechanism and sasl.jaas.config
            TLS ~ TRUST=SASL_SSL | LOGIN ~ asks for no login, but security.protocol (SASL_SSL) gives one; set security.protocol to SSL
            TLS ~ TRUST=TLS ~ Invalid value TLS for configuration security.protocol
            HTTP ~  ~ speaks HTTP and not Kafka; bootstrap.servers must name
            HTTP ~ TRUST ~ speaks HTTP and not Kafka; bootstrap.servers must name
            HTTP ~ LOGIN ~ speaks HTTP and not Kafka; bootstrap.servers must name
            SILENT ~  ~ does not answer as Kafka does, neither with TLS nor without; is bootstrap.servers right?
            NOBODY ~  ~ nobody listens at 127.0.0.1:
            nosuch.invalid:9092 ~  ~ there is no host of the name in bootstrap.servers (nosuch.invalid:9092)
            127.0.0.1 ~  ~ bootstrap.servers is "127.0.0.1"; it must be HOST:PORT
            127.0.0.1:99999 ~  ~ bootstrap.servers is "127.0.0.1:99999"; it must be HOST:PORT
            """)
    void shouldSayWhatIsSpokenThere_whenAPortIsWrong(String where, String settings, String why) {
        requireSays(where, settings, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            TLS ~ security.protocol=SSL ~ the broker's certificate is not trusted; ssl.truststore.location must be a store
            TLS ~ TRUST | ssl.truststore.location=DIR/stranger.p12 ~ the broker's certificate is not trusted; ssl.truststore.location (DIR/stranger.p12) must be a store
            TLS ~ TRUST | ssl.truststore.location=DIR/none.p12 ~ ssl.truststore.location is DIR/none.p12; there is no such file
            TLS ~ TRUST | ssl.truststore.location=DIR ~ ssl.truststore.location is DIR; that is a folder
            TLS ~ TRUST | ssl.truststore.password=wrong ~ ssl.truststore.password is wrong for DIR/trust.p12
            TLS ~ security.protocol=SSL | ssl.truststore.location=DIR/trust.p12 ~ ssl.truststore.password is missing
            TLS ~ TRUST | ssl.truststore.location=DIR/text.txt ~ ssl.truststore.location is DIR/text.txt; that is no store of type JKS, which ssl.truststore.type says
            TLS ~ security.protocol=SSL | ssl.truststore.location=DIR/broker.pem ~ that is no store of type JKS, which ssl.truststore.type says (JKS, PKCS12 or PEM)
            TLS ~ TRUST | ssl.truststore.type=PEM ~ ssl.truststore.password must not be set where ssl.truststore.type is PEM
            TLS ~ security.protocol=SSL | ssl.truststore.type=PEM | ssl.truststore.location=DIR/trust.p12 ~ that is no store of type PEM, which ssl.truststore.type says
            TLS ~ TRUST | ssl.truststore.type=FOO ~ ssl.truststore.type is FOO; it must be JKS, PKCS12 or PEM
            OTHERS ~ TRUST ~ the broker's certificate is for another host (No subject alternative names matching IP address 127.0.0.1 found)
            MUTUAL ~ TRUST ~ the broker wants a certificate of this client, or does not trust the one in ssl.keystore.location (not set)
            MUTUAL ~ TRUST | ssl.keystore.location=DIR/stranger.p12 | ssl.keystore.password=changeit | ssl.key.password=changeit ~ or does not trust the one in ssl.keystore.location (DIR/stranger.p12)
            MUTUAL ~ TRUST | ssl.keystore.location=DIR/none.p12 | ssl.keystore.password=changeit | ssl.key.password=changeit ~ ssl.keystore.location is DIR/none.p12; there is no such file
            MUTUAL ~ TRUST | ssl.keystore.location=DIR/broker.p12 | ssl.keystore.password=wrong | ssl.key.password=changeit ~ ssl.keystore.password is wrong for DIR/broker.p12
            MUTUAL ~ TRUST | ssl.keystore.location=DIR/broker.p12 | ssl.keystore.password=changeit | ssl.key.password=wrong ~ ssl.key.password is wrong for the key in ssl.keystore.location (DIR/broker.p12)
            MUTUAL ~ TRUST | ssl.keystore.location=DIR/broker.p12 ~ ssl.keystore.location needs ssl.keystore.password
            TLS ~ TRUST | ssl.enabled.protocols=TLSv1 ~ look at ssl.enabled.protocols and ssl.cipher.suites
            """)
    void shouldNameTheSetting_whenTlsIsWrong(String where, String settings, String why) {
        requireSays(where, settings, why);
    }

    private static void requireSays(String where, String settings, String why) {
        assertThat(why(settings(where, settings)))
                .contains(filled(why))
                .doesNotContain("null", "Exception", "\n", "\tat ", "b$c")
                .doesNotContainPattern("(.{40,}).*\\1");
    }

    @Test
    void shouldNotTakeAnAbsentClusterForAMistake_whenItCanBeWaitedFor() {
        ClusterCheck.requireNoMistake(settings("NOBODY", null));
        ClusterCheck.requireNoMistake(settings("SILENT", null));
        assertThatThrownBy(() -> ClusterCheck.requireNoMistake(settings("SASL", null)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("set security.protocol=SASL_PLAINTEXT");
    }
}
