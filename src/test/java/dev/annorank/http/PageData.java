package dev.annorank.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Made-up answers about one dataset: images of one class each, the lower ranked the larger their number. */
final class PageData {
    static final String DATASET = "street";
    static final String UNSCORED = "2 of 120 instances score 0: 2 without area";
    private static final String AT = "2026-03-01T12:00:%02dZ";

    final int images;
    final List<String> classes;
    private final String imageName;
    private final String url;

    /**
     * @param imageName image n is called this and n
     * @param url of every picture
     */
    PageData(int images, List<String> classes, String imageName, String url) {
        this.images = images;
        this.classes = classes;
        this.imageName = imageName;
        this.url = url;
    }

    static PageData small() {
        return new PageData(40, List.of("car", "person", "tree"), "img/", "ftp://nowhere/picture.jpg");
    }

    /** Puts this dataset into a server, as of an epoch. */
    void serve(PageServer server, int epoch) {
        String path = "/v1/datasets/" + DATASET;
        Map<String, Object> live = view("live", "reads what comes");
        server.answer("/v1/datasets", Map.of("datasets", List.of(head(epoch)), "view", live))
                .answer(path + "/epochs", with(epoch, "epochs", List.of(epoch(epoch - 1), epoch(epoch))))
                .answer(path + "/classes", classes(epoch))
                .answer(path + "/prune", context -> prune(epoch, Double.parseDouble(query(context, "rate"))))
                .answer(path + "/ranking", context -> ranking(epoch, context))
                .answer(path + "/images", context -> image(epoch, query(context, "id")))
                .answer(path + "/distribution", distribution(epoch))
                .answer(path + "/outliers", with(epoch, "items", List.of(outlier())))
                .greet(List.of(Map.entry("epoch", epoch(epoch)), Map.entry("state", live)));
    }

    static Map<String, Object> view(String phase, String words) {
        return Map.of("phase", phase, "behindRecords", 0, "since", AT.formatted(30), "words", words);
    }

    /** An epoch; each has one image more. */
    Map<String, Object> epoch(int number) {
        Map<String, Object> epoch = head(number);
        epoch.put("totals", Map.of("applied", number * 10, "superseded", 1, "rejected", 2));
        epoch.put("imbalance", imbalance());
        epoch.put("siScsMean", 1.25);
        epoch.put("prune", Map.of("0.3", Map.of("kept", 28)));
        epoch.put("published", 5);
        epoch.put("tookMs", 3);
        return epoch;
    }

    private Map<String, Object> head(int epoch) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("dataset", DATASET);
        head.put("epoch", epoch);
        head.put("at", AT.formatted(epoch % 60));
        head.put("images", images + epoch);
        head.put("ranked", images);
        head.put("instances", 3 * images);
        head.put("classes", classes.size());
        return head;
    }

    private Map<String, Object> with(int epoch, String field, Object value) {
        Map<String, Object> answer = head(epoch);
        answer.put(field, value);
        return answer;
    }

    private static Map<String, Object> imbalance() {
        return Map.of("gini", 0.25, "effectiveClasses", 2.5, "maxMinRatio", 4.0);
    }

    private Map<String, Object> classes(int epoch) {
        List<Object> rows = new ArrayList<>();
        for (String name : classes) {
            rows.add(Map.of(
                    "class",
                    name,
                    "instances",
                    40,
                    "images",
                    30,
                    "siScsSum",
                    50.0,
                    "siScsMean",
                    1.25,
                    "share",
                    0.3,
                    "siScsShare",
                    0.3,
                    "scoreShare",
                    1.0 / classes.size()));
        }
        Map<String, Object> answer = with(epoch, "classes", rows);
        answer.put("imbalance", imbalance());
        return answer;
    }

    private Map<String, Object> prune(int epoch, double rate) {
        int kept = (int) Math.round((1 - rate) * images);
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            int keptInstances = i == 0 ? 0 : 30;
            rows.add(Map.of(
                    "class",
                    classes.get(i),
                    "instances",
                    40,
                    "keptInstances",
                    keptInstances,
                    "share",
                    0.3,
                    "keptShare",
                    0.3,
                    "keptFraction",
                    keptInstances / 40.0));
        }
        Map<String, Object> answer = with(epoch, "classes", rows);
        answer.putAll(Map.of("pruneRate", rate, "kept", kept, "dropped", images - kept, "unranked", 0));
        answer.put("cutoffScore", 0.5);
        answer.put("turnover", null);
        return answer;
    }

    private Map<String, Object> ranking(int epoch, Context context) {
        int offset = Integer.parseInt(query(context, "offset"));
        List<Object> items = new ArrayList<>();
        for (int rank = offset + 1; rank <= Math.min(images, offset + 24); rank++) {
            Map<String, Object> item = drawn(imageName + rank);
            item.putAll(Map.of("rank", rank, "percentile", rank / (double) images, "score", 1.0 / rank));
            item.putAll(Map.of("instances", 1, "kept", Map.of("0.3", rank <= 28), "outlines", List.of(outline())));
            items.add(item);
        }
        Map<String, Object> answer = with(epoch, "items", items);
        answer.putAll(Map.of("order", query(context, "order"), "offset", offset, "limit", 24));
        return answer;
    }

    private Map<String, Object> drawn(String image) {
        return new LinkedHashMap<>(Map.of("image", image, "width", 640, "height", 480, "url", url));
    }

    private Map<String, Object> outline() {
        return Map.of(
                "annotation",
                "7",
                "class",
                classes.get(0),
                "siScs",
                1.25,
                "outline",
                List.of(10, 10, 300, 20, 200, 400));
    }

    private Map<String, Object> image(int epoch, String id) {
        Map<String, Object> answer = with(epoch, "kept", Map.of("0.3", true));
        answer.putAll(drawn(id));
        answer.putAll(Map.of("rank", 1, "of", images, "percentile", 0.025, "score", 0.025, "instances", 1));
        answer.put(
                "classes",
                List.of(Map.of(
                        "class",
                        classes.get(0),
                        "instances",
                        1,
                        "siScsSum",
                        1.25,
                        "classSum",
                        50.0,
                        "contribution",
                        0.025,
                        "share",
                        1)));
        Map<String, Object> detail = new LinkedHashMap<>(outline());
        detail.putAll(Map.of("iscrowd", false, "perimeterPx", 900.0, "areaPx2", 4000.0, "contours", 1));
        detail.putAll(Map.of("contribution", 0.025, "selfCrossing", false));
        answer.put("details", List.of(detail));
        answer.put("detailsTruncated", false);
        return answer;
    }

    private Map<String, Object> distribution(int epoch) {
        Map<String, Object> answer = head(epoch);
        Map<String, Object> bins = Map.of("edges", List.of(1, 10, 100, 1000), "counts", List.of(1, 20, 3));
        Map<String, Object> unscored = Map.of("crowd", 0, "noArea", 2, "outside", 0, "words", UNSCORED);
        answer.putAll(Map.of("withoutArea", 2, "unscored", unscored, "siScs", bins, "areaPx2", bins));
        answer.putAll(Map.of("scsMeanByArea", List.of(1, 0.5, 0.1), "siScsMeanByArea", List.of(1.2, 1.3, 1.2)));
        return answer;
    }

    private Map<String, Object> outlier() {
        Map<String, Object> item = drawn(imageName + 1);
        item.putAll(outline());
        item.putAll(Map.of("kind", "jagged", "why", "SI-SCS 4.2", "areaPx2", 4000.0, "perimeterPx", 900.0));
        return item;
    }

    private static String query(Context context, String name) {
        String value = context.queryParam(name);
        if (value == null) {
            throw new IllegalArgumentException("the page left out " + name);
        }
        return value;
    }
}
