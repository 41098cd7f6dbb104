package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.format.tool.LabelStudioWebhook;
import dev.annorank.intake.EventChecker;
import dev.annorank.intake.EventSettings;
import dev.annorank.model.Image;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Outline;
import dev.annorank.model.ScoredInstance;
import dev.annorank.model.ShapeScore;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.view.Outlier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description says what there is, and what is answered is as it says. */
class OpenApiTest {
    private static TestServer server;
    private static JsonNode document;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        FakeView view = new FakeView();
        view.show(FakeSnapshot.numbered("street", 7, 20));
        InstanceDetail detail = new InstanceDetail(
                "street",
                new Image("img/3.jpg", 640, 480, "3.jpg", "https://example.org/3.jpg"),
                new ScoredInstance("a1", "car", false, new ShapeScore(40, 100, 1, 0.4, 1.128)),
                new Outline(new int[] {1, 2, 3, 4, 5, 0}),
                true);
        view.details.add(detail);
        view.outliers.add(new Outlier(detail, Outlier.Kind.JAGGED, "jagged"));
        EventSettings events = new EventSettings(
                (key, value) -> CompletableFuture.completedFuture(key),
                EventChecker.checkers(10_000, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20)),
                10_000);
        server = new TestServer(
                view,
                HttpOptions.local(),
                TestServer.parts(view, Optional.of(events), Optional.empty(), RequestListener.NONE, webhooks()));
        document = server.json("/openapi.json");
    }

    private static List<RouteGroup> webhooks() {
        WebhookIntake intake = new WebhookIntake(
                (key, value) -> CompletableFuture.completedFuture(key),
                () -> new InstanceScorer(Measure.CONTOUR, 1 << 20),
                10_000,
                10_000);
        return List.of(
                new LabelStudioRoutes(new LabelStudioWebhook(1 << 20, 1 << 16), intake),
                new CvatRoutes(new CvatWebhook(1 << 20, 1 << 16), Optional.empty(), intake));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldDescribeEveryRoute_andNoOther() {
        SortedSet<String> described = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        SortedSet<String> registered = new TreeSet<>();
        for (String route : server.service.routes()) {
            if (!new PageRoutes("/web").paths().contains(route.substring(4))) {
                registered.add(route.replace('<', '{').replace('>', '}'));
            }
        }
        assertThat(described).isEqualTo(registered);
    }

    @Test
    void shouldAnswerAsDescribed() throws Exception {
        Map<String, String> answers = Map.ofEntries(
                Map.entry("/v1/datasets", "Datasets"),
                Map.entry("/v1/datasets/street", "Dataset"),
                Map.entry("/v1/datasets/street/ranking?include=outlines&limit=5", "Ranking"),
                Map.entry("/v1/datasets/street/ranking?order=bottom", "Ranking"),
                Map.entry("/v1/datasets/street/images/img/3.jpg", "Image"),
                Map.entry("/v1/datasets/street/images?id=img/20.jpg", "Image"),
                Map.entry("/v1/datasets/street/classes", "Classes"),
                Map.entry("/v1/datasets/street/prune?rate=0", "Prune"),
                Map.entry("/v1/datasets/street/prune?rate=1", "Prune"),
                Map.entry("/v1/datasets/street/epochs", "Epochs"),
                Map.entry("/v1/datasets/street/distribution", "Distribution"),
                Map.entry("/v1/datasets/street/outliers", "Outliers"),
                Map.entry("/v1/datasets/street/subset?keep=1&format=jsonl", "SubsetImage"),
                Map.entry("/v1/datasets/street/subset?keep=1&pruneRate=0", "Problem"),
                Map.entry("/health/live", "Health"),
                Map.entry("/health/ready", "Health"),
                Map.entry("/nothing", "Problem"),
                Map.entry("/v1/datasets/street/prune", "Problem"));
        for (Map.Entry<String, String> answer : answers.entrySet()) {
            requireValid(answer.getKey(), server.get(answer.getKey()).body(), answer.getValue());
        }
        String event = "{\"type\":\"image.deleted\",\"image\":{\"id\":\"a\"}}\nnonsense\n";
        HttpResponse<String> report =
                server.post("/v1/events?verbose=true", event, "Content-Type", "application/x-ndjson");
        requireValid("POST /v1/events", report.body(), "EventReport");
        requireValid(
                "POST /v1/events",
                server.post("/v1/events", "nonsense", "Content-Type", "application/x-ndjson")
                        .body(),
                "Problem");
        requireValid(
                "POST /v1/webhooks/label-studio",
                server.post("/v1/webhooks/label-studio", "{\"action\":\"PROJECT_UPDATED\"}")
                        .body(),
                "WebhookReport");
        String changes = new String(
                ChangeFeed.message(
                        Optional.of(FakeSnapshot.numbered("street", 1, 20)), FakeSnapshot.numbered("street", 2, 12)),
                StandardCharsets.UTF_8);
        requireValid("kept", changes.substring(changes.lastIndexOf("data: ") + 6), "Kept");
    }

    @Test
    void shouldFindWhatIsMissing_whenAnAnswerIsNotAsDescribed() throws Exception {
        ObjectNode broken = (ObjectNode) server.json("/v1/datasets/street");
        broken.remove("ranked");
        assertThat(schema("Dataset").validate(broken.toString(), InputFormat.JSON))
                .isNotEmpty();
        broken.put("ranked", 1).put("more", 2);
        assertThat(schema("Dataset").validate(broken.toString(), InputFormat.JSON))
                .isNotEmpty();
    }

    private static void requireValid(String path, String answer, String name) {
        assertThat(schema(name).validate(answer, InputFormat.JSON))
                .as(path + ": " + answer)
                .isEmpty();
    }

    /** The components are schemas of draft 2020-12; their references are made local. */
    private static Schema schema(String name) {
        ObjectNode schema = TestServer.MAPPER.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$ref", "#/$defs/" + name);
        schema.set("$defs", document.get("components").get("schemas"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString().replace("#/components/schemas/", "#/$defs/"));
    }
}
