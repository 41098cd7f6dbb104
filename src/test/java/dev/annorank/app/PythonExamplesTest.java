package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.annorank.Docs;
import dev.annorank.broker.EmbeddedBroker;
import dev.annorank.model.ImageRanking;
import dev.annorank.model.ImageVector;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What trainers are shown, run as they would run it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonExamplesTest {
    private static final String TOPIC = Topics.standard().imageRanking();

    private final Path folder;

    PythonExamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Writes rankings as the topology does: an epoch a transaction. */
    private static final class Epochs implements AutoCloseable {
        /** Of each image's only class. */
        static final double SUM = 1.5;

        private final ImageRankingSerde serde = new ImageRankingSerde();
        private final KafkaProducer<byte[], byte[]> producer;
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();

        Epochs(String bootstrapServers) {
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "t"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            producer.initTransactions();
        }

        void begin() {
            producer.beginTransaction();
        }

        void image(String dataset, String image, boolean kept) {
            TreeMap<String, Boolean> rates = new TreeMap<>(Map.of("0.2", true, "0.30", kept, "0.5", !kept));
            ImageRanking ranking = new ImageRanking(
                    dataset, image, 1, 9, 1 / 9.0, 0.5, rates, 1, new TreeMap<>(Map.of("cup", SUM)), 3);
            send(dataset, image, serde.serializer().serialize(TOPIC, ranking));
        }

        void gone(String dataset, String image) {
            send(dataset, image, null);
        }

        private void send(String dataset, String image, byte[] value) {
            sent.add(producer.send(new ProducerRecord<>(TOPIC, (dataset + "/" + image).getBytes(UTF_8), value)));
        }

        void commit() {
            producer.commitTransaction();
        }

        void abort() {
            producer.flush();
            producer.abortTransaction();
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldFollowTheKeptImages_fromTheTopic() throws Exception {
        Python.assume("confluent_kafka");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            create(broker.bootstrapServers());
            try (Epochs epochs = new Epochs(broker.bootstrapServers())) {
                epochs.begin();
                epochs.image("street", "a/1", true);
                epochs.image("street", "b", false);
                epochs.image("street", "\u4e2d", true);
                epochs.image("street", "d", true);
                epochs.image("streets", "e", true);
                epochs.commit();
                epochs.begin();
                epochs.image("street", "ghost", true);
                epochs.image("street", "a/1", false);
                epochs.abort();
                Process follower = Python.start(
                        Python.EXAMPLES.resolve("follow_kept.py"),
                        "street",
                        "0.3",
                        "--bootstrap-servers",
                        broker.bootstrapServers());
                try (BufferedReader out = new BufferedReader(new InputStreamReader(follower.getInputStream(), UTF_8))) {
                    assertThat(out.readLine()).isEqualTo("kept 3 +a/1 +d +\u4e2d");
                    epochs.begin();
                    epochs.image("street", "a/1", false);
                    epochs.commit();
                    assertThat(out.readLine()).isEqualTo("kept 2 -a/1");
                    epochs.begin();
                    epochs.image("street", "b", true);
                    epochs.commit();
                    assertThat(out.readLine()).isEqualTo("kept 3 +b");
                    epochs.begin();
                    epochs.gone("street", "d");
                    epochs.gone("streets", "b");
                    epochs.commit();
                    assertThat(out.readLine()).isEqualTo("kept 2 -d");
                } finally {
                    follower.destroyForcibly().waitFor();
                }
            }
            requireASequence(broker.bootstrapServers());
        }
    }

    /** Of confluent-kafka as much as the examples use, with a topic of two images and of what others wrote. */
    private static final String STUB = """
            OFFSET_BEGINNING = -2
            class KafkaException(Exception): pass
            class KafkaError:
                _PARTITION_EOF = -191
                def code(self): return self._PARTITION_EOF
                def fatal(self): return False
            class TopicPartition:
                def __init__(self, *args): pass
            class Message:
                def __init__(self, key, value=None, error=None): self._all = key, value, error
                def key(self): return self._all[0]
                def value(self): return self._all[1]
                def error(self): return self._all[2]
                def partition(self): return 0
            def ours(image):
                return (b'{"dataset":"street","image":"%s","kept":{"0.3":true},"vector":{"cup":1.5}}' % image)
            FOREIGN = [b"", b"\\x00\\xff garbage", b"null", b"5", b"[]", b"[" * 9999, b'"kept"', b"{}", b'{"kept":null,"vector":1}',
                       b'{"kept":{"x":1},"vector":{"cup":null}}', b'{"kept":{"0.5":true},"vector":["cup"]}',
                       b'{"dataset":1,"image":"z","kept":{"0.3":true},"vector":"cup"}']
            class Metadata:
                error, partitions = None, [0]
            class Consumer:
                def __init__(self, settings):
                    self._left = [Message(b"street/a", ours(b"a")), Message(None, b"x"), Message(None)]
                    self._left += [Message(key, value) for key in (b"street/a", b"street/z", b"street/\\xff", b"x")
                                   for value in FOREIGN]
                    self._left += [Message(b"street/b", ours(b"b")), Message(b"street/c"), Message(None, None, KafkaError())]
                def list_topics(self, topic, timeout=0):
                    metadata = Metadata()
                    metadata.topics = {topic: Metadata()}
                    return metadata
                def assign(self, partitions): pass
                def poll(self): return self._left.pop(0)
                def consume(self, most, timeout):
                    messages, self._left = self._left, []
                    return messages
            """;

    @Test
    void shouldPassOverWhatOthersWrote() throws Exception {
        Python.assume();
        Files.writeString(folder.resolve("confluent_kafka.py"), STUB);
        String kept = Python.run("-c", """
                import sys
                sys.path[:0] = sys.argv[1:3]
                from follow_kept import KeptImages
                print(KeptImages("street", 0.3).ids())
                """, Python.EXAMPLES, folder);
        assertThat(kept).isEqualTo("('a', 'b')\n");
        Path script = Files.writeString(folder.resolve("rank.py"), rankScript());
        assertThat(Python.run(script, "street")).isEqualTo("1,a,0.5\n2,b,0.5\n");
    }

    /** The script that the docs show, which ranks from the topic alone. */
    private static String rankScript() {
        String page = Docs.page("topics.md");
        int begin = page.indexOf("import json, math");
        assertThat(begin).isPositive();
        return page.substring(begin, page.indexOf("```", begin));
    }

    /** As a trainer's code uses it. */
    private static void requireASequence(String bootstrapServers) throws IOException, InterruptedException {
        String out = Python.run("-c", """
                import sys
                sys.path.insert(0, sys.argv[1])
                from follow_kept import KeptImages
                servers = {"bootstrap.servers": sys.argv[2]}
                kept = KeptImages("street", "0.3", servers)
                print(len(kept), [kept[index] for index in range(len(kept))], list(kept) == list(kept.ids()))
                print(len(KeptImages("nobody", 0.3, servers)))
                for rate, topic in ((0.7, None), (0.3, "no.such.topic")):
                    try:
                        KeptImages("street", rate, servers, **({"topic": topic} if topic else {}))
                    except Exception as error:
                        print(type(error).__name__, error.__cause__ or error)
                """, Python.EXAMPLES, bootstrapServers);
        assertThat(out.lines().toList())
                .startsWith("2 ['b', '\u4e2d'] True", "0", "RuntimeError prune rate 0.7 is not one of [0.2, 0.3, 0.5]")
                .hasSize(4);
        assertThat(out).contains("KafkaException KafkaError{code=UNKNOWN_TOPIC_OR_PART");
    }

    @Test
    void shouldRankAsTheBatchDoes_withTheScriptOfTheDocs() throws Exception {
        Python.assume("confluent_kafka");
        String script = rankScript();
        List<String> images = List.of(
                "07", "10", "9", "2000", "0999", "0000", "00", "0", "a", "B", "-1", "\u0663", "\ufffd", "\ud83d\ude00");
        RankingIndex index = new RankingIndex();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            create(broker.bootstrapServers());
            try (Epochs epochs = new Epochs(broker.bootstrapServers())) {
                epochs.begin();
                for (String image : images) {
                    epochs.image("street", image, true);
                    index.upsert(
                            image, new ImageVector(new String[] {"cup"}, new int[] {1}, new double[] {Epochs.SUM}));
                }
                epochs.commit();
            }
            String out = Python.run("-c", script.replace("127.0.0.1:9092", broker.bootstrapServers()), "street");
            Ranking batch = index.rank();
            assertThat(out.lines())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, batch.ranked())
                            .mapToObj(rank -> rank + "," + batch.image(rank) + "," + batch.score(rank))
                            .toList());
        }
    }

    private static void create(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldFetchTheKeptImages_overHttp() throws Exception {
        Python.assume();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/datasets/", PythonExamplesTest::answer);
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Path script = Python.EXAMPLES.resolve("fetch_kept.py");
            Path ids = folder.resolve("ids.txt");
            assertThat(Python.run(script, "street", "0.3", "--url", url, "--output", ids))
                    .isEqualToIgnoringNewLines("3 images kept at prune rate 0.3, epoch 12");
            assertThat(ids).hasContent("b/1\n\u4e2d\n c");
            assertThat(Python.run(script, "street", "1", "--url", url))
                    .isEqualToIgnoringNewLines("0 images kept at prune rate 1, epoch 12");
            assertThat(Python.run(script, "street", "0.3", "--url", url + "/")).startsWith("3 images");
            Path absent = folder.resolve("none").resolve("ids.txt");
            requireSays("cannot write " + absent + ": No such file", "--url", url, "--output", absent);
            Process unknown = Python.start(script, "road", "0.3", "--url", url);
            assertThat(new String(unknown.getInputStream().readAllBytes(), UTF_8))
                    .isEqualToIgnoringNewLines("no dataset road There is street.");
            assertThat(unknown.waitFor()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
        Process nobody = Python.start(
                Python.EXAMPLES.resolve("fetch_kept.py"),
                "street",
                "0.3",
                "--url",
                "http://127.0.0.1:" + server.getAddress().getPort());
        assertThat(new String(nobody.getInputStream().readAllBytes(), UTF_8)).contains("does not answer");
        assertThat(nobody.waitFor()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nAnnorank-Epoch: 1\r\nContent-Length: 99\r\n\r\na\n"})
    void shouldSaySoAndKeepTheOldFile_whenAnAnswerBreaksOff(String answer) throws Exception {
        Python.assume();
        Path ids = Files.writeString(folder.resolve("ids.txt"), "of yesterday");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try (Socket client = server.accept()) {
                    client.getInputStream().read(new byte[4096]);
                    client.getOutputStream().write(answer.getBytes(UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            requireSays("does not answer", "--url", "http://127.0.0.1:" + server.getLocalPort(), "--output", ids);
            answered.get(20, TimeUnit.SECONDS);
        }
        assertThat(ids).hasContent("of yesterday");
    }

    private static void requireSays(String message, Object... options) throws Exception {
        List<Object> args = new ArrayList<>(List.of(Python.EXAMPLES.resolve("fetch_kept.py"), "street", "0.3"));
        args.addAll(List.of(options));
        Process process = Python.start(args.toArray());
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains(message).doesNotContain("Traceback");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().toString();
        String body = switch (asked) {
            case "/v1/datasets/street/subset?pruneRate=0.3&format=ids" -> "b/1\n\u4e2d\n c\n";
            case "/v1/datasets/street/subset?pruneRate=1.0&format=ids" -> "";
            default -> "{\"title\":\"Not found\",\"detail\":\"no dataset road\",\"hint\":\"There is street.\"}";
        };
        exchange.getResponseHeaders().add("Annorank-Epoch", "12");
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(body.startsWith("{") ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
