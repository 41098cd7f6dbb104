package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.format.subset.SubsetText;
import dev.annorank.model.Image;
import dev.annorank.model.ImageVector;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Outline;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.view.Outlier;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is read of datasets: each answer against the snapshot that it is made of. */
class RankingRoutesTest {
    private static final int IMAGES = 250;
    private static FakeSnapshot snapshot;
    private static TestServer server;

    @BeforeAll
    static void start() {
        FakeView view = new FakeView();
        snapshot = FakeSnapshot.numbered("street", 7, IMAGES);
        view.show(snapshot);
        InstanceDetail detail = new InstanceDetail(
                "street",
                new Image("img/3.jpg", 640, 480, "3.jpg", null),
                new ScoredInstance("a1", "car", false, new ShapeScore(40, 100, 1, 0.4, 1.128)),
                new Outline(new int[] {1, 2, 3, 4, 5, 0}),
                true);
        view.details.add(detail);
        view.outliers.add(new Outlier(detail, Outlier.Kind.SELF_CROSSING, "crosses itself"));
        server = TestServer.start(view);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldGiveEveryImageOnce_whenPagesAreFollowed() throws Exception {
        for (String order : List.of("top", "bottom")) {
            List<String> images = new ArrayList<>();
            String next = "/v1/datasets/street/ranking?limit=40&order=" + order;
            while (next != null) {
                JsonNode page = server.json(next);
                assertThat(page.get("epoch").asLong()).isEqualTo(7);
                for (JsonNode item : page.get("items")) {
                    int rank = item.get("rank").asInt();
                    images.add(item.get("image").asText());
                    assertThat(item.get("image").asText())
                            .isEqualTo(snapshot.ranking().image(rank));
                    assertThat(item.get("score").asDouble())
                            .isEqualTo(snapshot.ranking().score(rank));
                    assertThat(item.get("kept").get("0.5").asBoolean())
                            .isEqualTo(snapshot.ranking().isKept(rank, 0.5));
                }
                next = page.get("next").isNull() ? null : page.get("next").asText();
            }
            assertThat(images).hasSize(IMAGES - 1).doesNotHaveDuplicates();
            assertThat(images.get(0)).isEqualTo(snapshot.ranking().image(order.equals("top") ? 1 : IMAGES - 1));
        }
        assertThat(server.json("/v1/datasets/street/ranking?offset=999999&limit=1")
                        .get("items"))
                .isEmpty();
    }

    @Test
    void shouldDrawInstances_whenOutlinesAreAskedFor() throws Exception {
        JsonNode first = server.json("/v1/datasets/street/ranking?include=outlines&limit=2")
                .get("items")
                .get(0);
        assertThat(first.get("width").asInt()).isEqualTo(640);
        assertThat(first.get("fileName").asText()).isEqualTo("3.jpg");
        assertThat(first.get("outlines").get(0).get("outline").toString()).isEqualTo("[1,2,3,4,5,0]");
        assertThat(TestServer.problem(server.get("/v1/datasets/street/ranking?include=outlines&limit=101"), 400)
                        .get("parameter")
                        .asText())
                .isEqualTo("limit");
    }

    @Test
    void shouldSayWhyAnImageHasItsRank_whenAskedByPathOrByParameter() throws Exception {
        JsonNode byPath = server.json("/v1/datasets/street/images/img/3.jpg");
        assertThat(server.json("/v1/datasets/street/images/img%2F3.jpg")).isEqualTo(byPath);
        assertThat(server.json("/v1/datasets/street/images?id=img/3.jpg")).isEqualTo(byPath);
        double sum = 0;
        for (JsonNode part : byPath.get("classes")) {
            sum += part.get("contribution").asDouble();
        }
        assertThat(sum).isCloseTo(byPath.get("score").asDouble(), within(1e-15));
        assertThat(byPath.get("classes")).hasSize(2);
        assertThat(byPath.get("instances").asInt()).isEqualTo(3);
        JsonNode unranked = server.json("/v1/datasets/street/images/img/" + IMAGES + ".jpg");
        assertThat(unranked.get("rank").isNull()).isTrue();
        assertThat(unranked.get("kept").get("0.2").asBoolean()).isFalse();
        JsonNode drawn = server.json("/v1/datasets/street/images/img/3.jpg")
                .get("details")
                .get(0);
        assertThat(drawn.get("contribution").asDouble()).isEqualTo(1.128 / snapshot.classSum("car"));
    }

    @Test
    void shouldFindImages_whoseIdsAreHardOnUrls() throws Exception {
        FakeView view = new FakeView();
        List<String> ids = List.of(
                "a b", "50%", "a+b", "x?y#z", "häuser/ü.jpg", "a//b", "%2F", "c\"d", "=a\nb", "a\r\n/b\t", "\n");
        RankingIndex index = new RankingIndex();
        ids.forEach(id -> index.upsert(id, new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {1.5})));
        view.show(FakeSnapshot.of("odd", 1, index));
        try (TestServer odd = TestServer.start(view)) {
            for (String id : ids) {
                String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
                assertThat(odd.json("/v1/datasets/odd/images/" + encoded.replace("+", "%20"))
                                .get("image")
                                .asText())
                        .as("in the path")
                        .isEqualTo(id);
                assertThat(odd.json("/v1/datasets/odd/images?id=" + encoded)
                                .get("image")
                                .asText())
                        .as("as a parameter")
                        .isEqualTo(id);
            }
        }
    }

    @Test
    void shouldRefuseAListOfIds_whenOneHoldsALineBreak() throws Exception {
        FakeView view = new FakeView();
        RankingIndex index = new RankingIndex();
        for (String id : List.of("a", "b\nc", "d\re")) {
            index.upsert(id, new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {1.5}));
        }
        view.show(FakeSnapshot.of("odd", 1, index));
        try (TestServer odd = TestServer.start(view)) {
            HttpResponse<String> ids = odd.get("/v1/datasets/odd/subset?pruneRate=0");
            assertThat(TestServer.problem(ids, 409).get("detail").asText()).contains("csv, jsonl or scores");
            assertThat(ids.headers().firstValue("Content-Disposition")).isEmpty();
            assertThat(odd.get("/v1/datasets/odd/subset?pruneRate=0&format=jsonl")
                            .body()
                            .lines())
                    .hasSize(3);
        }
    }

    @Test
    void shouldDescribeDatasetsAndClasses() throws Exception {
        JsonNode all = server.json("/v1/datasets");
        assertThat(all.get("datasets").get(0).get("ranked").asInt()).isEqualTo(IMAGES - 1);
        assertThat(all.get("view").get("phase").asText()).isEqualTo("live");
        JsonNode one = server.json("/v1/datasets/street");
        assertThat(one.get("pruneRates").toString()).isEqualTo("[\"0.2\",\"0.5\"]");
        // 6 epochs of 13 events after the first, from 1 s to 10 s.
        assertThat(one.get("eventsPerSecond").asDouble()).isEqualTo(6 * 13 / 9.0);
        JsonNode classes = server.json("/v1/datasets/street/classes").get("classes");
        double share = 0;
        for (JsonNode category : classes) {
            share += category.get("siScsShare").asDouble();
            assertThat(category.get("scoreShare").asDouble()).isEqualTo(0.5);
        }
        assertThat(share).isCloseTo(1, within(1e-12));
        assertThat(server.json("/v1/datasets/street/epochs?last=3")
                        .get("epochs")
                        .findValuesAsText("epoch"))
                .containsExactly("5", "6", "7");
        JsonNode prune = server.json("/v1/datasets/street/prune?rate=0.5");
        assertThat(prune.get("turnover").get("seconds").asDouble()).isEqualTo(7);
        assertThat(prune.get("classes").get(0).get("keptFraction").asDouble()).isEqualTo(0.4);
        assertThat(server.json("/v1/datasets/street/prune?rate=1")
                        .get("cutoffScore")
                        .isNull())
                .isTrue();
        assertThat(server.json("/v1/datasets/street/distribution")
                        .get("siScs")
                        .get("counts")
                        .toString())
                .isEqualTo("[2,1]");
        assertThat(server.json("/v1/datasets/street/outliers")
                        .get("items")
                        .get(0)
                        .get("kind")
                        .asText())
                .isEqualTo("self-crossing");
    }

    @Test
    void shouldSayWhyInstancesScoreZero_whenThereAreSome() throws Exception {
        for (String path : List.of("/v1/datasets/street", "/v1/datasets/street/distribution")) {
            JsonNode unscored = server.json(path).get("unscored");
            assertThat(unscored.get("crowd").asLong()).isEqualTo(2);
            assertThat(unscored.get("noArea").asLong()).isEqualTo(1);
            assertThat(unscored.get("outside").asLong()).isEqualTo(4);
            assertThat(unscored.get("words").asText()).startsWith("7 of 10 instances score 0: 2 with iscrowd");
        }
    }

    @Test
    void shouldGiveTheKeptImages_whenASubsetIsAskedFor() throws Exception {
        HttpResponse<String> ids = server.get("/v1/datasets/street/subset?pruneRate=0.2");
        int kept = snapshot.ranking().keptCount(0.2);
        assertThat(ids.body().lines()).hasSize(kept);
        assertThat(ids.headers().firstValue("Annorank-Epoch")).hasValue("7");
        assertThat(ids.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"street-0.2-epoch-7.txt\"");
        String csv = server.get("/v1/datasets/street/subset?pruneRate=0.2&format=csv")
                .body();
        assertThat(csv.lines().skip(1).findFirst())
                .hasValue("1,img/3.jpg," + snapshot.ranking().score(1));
        JsonNode scores = TestServer.MAPPER.readTree(server.get("/v1/datasets/street/subset?pruneRate=0&format=scores")
                .body());
        assertThat(scores).hasSize(IMAGES - 1);
        assertThat(scores.get("img/3.jpg").asDouble())
                .isEqualTo(snapshot.ranking().score(1));
        String jsonl = server.get("/v1/datasets/street/subset?pruneRate=0.2&format=jsonl")
                .body();
        assertThat(TestServer.MAPPER
                        .readTree(jsonl.lines().findFirst().orElseThrow())
                        .get("rank")
                        .asInt())
                .isEqualTo(1);
        assertThat(jsonl.lines()).hasSize(kept);
        assertThat(server.get("/v1/datasets/street/subset?pruneRate=1&format=scores")
                        .body())
                .isEqualTo("{}\n");
    }

    @Test
    void shouldGiveSoManyImages_whenANumberIsAskedFor() throws Exception {
        String all = server.get("/v1/datasets/street/subset?pruneRate=0").body();
        HttpResponse<String> three = server.get("/v1/datasets/street/subset?keep=3");
        assertThat(three.body().lines().toList()).isEqualTo(all.lines().limit(3).toList());
        assertThat(three.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"street-keep-3-epoch-7.txt\"");
        assertThat(server.get("/v1/datasets/street/subset?keep=0").body()).isEmpty();
        assertThat(server.get("/v1/datasets/street/subset?keep=2147483647").body())
                .isEqualTo(all);
    }

    @Test
    void shouldWriteWhatTheCommandWrites_whateverTheFormat() throws Exception {
        Subset subset = new Subset(
                snapshot.ranking(), snapshot::vector, snapshot.epoch().prune().keySet(), Quota.ofImages(5));
        for (SubsetFormat format : SubsetFormat.OF_RANKING) {
            ByteArrayOutputStream right = new ByteArrayOutputStream();
            SubsetText.write(format, subset, right);
            assertThat(server.get("/v1/datasets/street/subset?keep=5&format=" + format)
                            .body())
                    .as(format.toString())
                    .isEqualTo(right.toString(StandardCharsets.UTF_8));
        }
        assertThat(TestServer.MAPPER.readTree(server.get("/v1/datasets/street/subset?keep=1&format=jsonl")
                        .body()))
                .hasSize(7);
    }

    @Test
    void shouldKeepASpreadsheetFromComputing_whenAskedTo() throws Exception {
        FakeView view = new FakeView();
        RankingIndex index = new RankingIndex();
        index.upsert("=1+1", new ImageVector(new String[] {"c"}, new int[] {1}, new double[] {1.5}));
        view.show(FakeSnapshot.of("odd", 1, index));
        try (TestServer odd = TestServer.start(view)) {
            String address = "/v1/datasets/odd/subset?keep=1&format=csv";
            assertThat(odd.get(address).body()).endsWith("1,=1+1,1.0\n");
            assertThat(odd.get(address + "&csvSafe=true").body()).endsWith("1,'=1+1,1.0\n");
            assertThat(odd.get(address + "&csvSafe=yes").statusCode()).isEqualTo(400);
        }
    }
}
