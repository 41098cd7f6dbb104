package dev.annorank.http;

import dev.annorank.model.ImageVector;
import dev.annorank.ranking.RankingIndex;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** A measurement, not a test: how long pages of a ranking of a million images of three classes each take. */
final class RankingLatency {
    private static final int IMAGES = 1_000_000;
    private static final int WARM_UP = 2000;
    private static final int REQUESTS = 2000;

    private RankingLatency() {}

    public static void main(String[] args) throws Exception {
        Random random = new Random(1);
        RankingIndex index = new RankingIndex();
        for (int i = 0; i < IMAGES; i++) {
            int first = random.nextInt(78);
            index.upsert(
                    "train/" + i + ".jpg",
                    new ImageVector(
                            new String[] {"c" + first, "c" + (first + 1), "c" + (first + 2)},
                            new int[] {1, 2, 3},
                            new double[] {1 + random.nextDouble(), 2 + random.nextDouble(), 3 + random.nextDouble()}));
        }
        FakeView view = new FakeView();
        view.show(FakeSnapshot.of("big", 1, index));
        try (TestServer server = TestServer.start(view)) {
            for (String query : new String[] {
                "ranking?limit=100&offset=%d", "ranking?limit=1000&offset=%d", "images/train/%d.jpg", "classes?"
            }) {
                measure(server, query, random);
            }
        }
    }

    private static void measure(TestServer server, String query, Random random)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long[] nanos = new long[REQUESTS];
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            String path = String.format(Locale.ROOT, "/v1/datasets/big/" + query, random.nextInt(IMAGES));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server.uri(path).toString()))
                    .header("Accept-Encoding", "gzip")
                    .build();
            long start = System.nanoTime();
            int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
            if (status != 200) {
                throw new IllegalStateException(path + " " + status);
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                query,
                nanos[REQUESTS / 2] / 1e6,
                nanos[REQUESTS * 99 / 100] / 1e6,
                nanos[REQUESTS - 1] / 1e6);
    }
}
