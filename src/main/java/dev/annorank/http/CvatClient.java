package dev.annorank.http;

import dev.annorank.format.tool.CvatLabels;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.format.tool.WebhookEvents;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks CVAT for a job. It goes to the configured address only: no address of a payload or an answer is followed, and no
 * redirect, for they would take the token elsewhere. What CVAT does not answer becomes 502 or 504, and CVAT posts again
 * later.
 */
final class CvatClient {
    private static final Logger LOG = LoggerFactory.getLogger(CvatClient.class);

    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_PAGES = 50;

    private final CvatAccess access;
    private final Duration timeout;
    private final HttpClient client;

    /** @param timeout for one answer, above 0 */
    CvatClient(CvatAccess access, Duration timeout) {
        this.access = access;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Fetches and converts a job.
     *
     * @return nothing if CVAT does not know it any more
     * @throws Problem if CVAT does not answer, or not as it should
     */
    Optional<WebhookEvents> job(CvatWebhook webhook, int job, Optional<String> dataset) {
        // First, so that the version is never newer than what is fetched under it.
        Optional<byte[]> facts = get("jobs/" + job);
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> annotations = get("jobs/" + job + "/annotations");
        Optional<byte[]> meta = get("jobs/" + job + "/data/meta");
        if (annotations.isEmpty() || meta.isEmpty()) {
            return Optional.empty();
        }
        CvatLabels labels = labels(job);
        return Optional.of(webhook.convert(facts.get(), annotations.get(), meta.get(), labels, dataset));
    }

    private CvatLabels labels(int job) {
        CvatLabels labels = new CvatLabels();
        boolean more = true;
        for (int page = 1; more && page <= MAX_PAGES; page++) {
            String path = "labels?job_id=" + job + "&page_size=500&page=" + page;
            // Without names no shape could be used, and every image would be left without instances.
            more = labels.add(get(path).orElseThrow(() -> failed(502, access.api(path), "answers 404")));
        }
        return labels;
    }

    private Optional<byte[]> get(String path) {
        URI uri = access.api(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", access.authorization())
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new LimitedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return body(uri, response);
        } catch (ExecutionException e) {
            throw failed(502, uri, "cannot be asked: " + e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failed(504, uri, "does not answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failed(503, uri, "is not waited for: the service stops");
        }
    }

    private static Optional<byte[]> body(URI uri, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 404) {
            return Optional.empty();
        }
        if (status == 401 || status == 403) {
            throw failed(502, uri, "answers " + status)
                    .hint("webhook.cvat.token must belong to a user who may see the job");
        }
        if (status != 200) {
            throw failed(502, uri, "answers " + status);
        }
        return Optional.of(response.body());
    }

    private static Problem failed(int status, URI uri, String what) {
        LOG.warn("CVAT at {} {}", uri, what);
        return new Problem(status, "CVAT at " + uri + " " + what);
    }
}
