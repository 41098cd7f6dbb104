package dev.annorank.http;

import dev.annorank.format.tool.CvatSignature;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.format.tool.CvatWebhook.Notice;
import dev.annorank.format.tool.WebhookEvents;
import dev.annorank.model.RejectedException;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/webhooks/cvat?dataset=}: what CVAT posts, proved by its signature instead of the token. The job that a
 * payload names is fetched from the configured CVAT. CVAT posts again for days if it gets no 2xx; a payload that comes
 * twice or late does no harm.
 */
public final class CvatRoutes implements RouteGroup {
    private static final Logger LOG = LoggerFactory.getLogger(CvatRoutes.class);

    private static final String TOOL = "CVAT";
    private static final String PATH = "/v1/webhooks/cvat";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final CvatWebhook webhook;
    private final Optional<CvatAccess> access;
    private final Optional<CvatClient> client;
    private final WebhookIntake intake;

    /**
     * @param access the CVAT that may post here; empty: none, and the route answers 404
     */
    public CvatRoutes(CvatWebhook webhook, Optional<CvatAccess> access, WebhookIntake intake) {
        this(webhook, access, intake, TIMEOUT);
    }

    CvatRoutes(CvatWebhook webhook, Optional<CvatAccess> access, WebhookIntake intake, Duration timeout) {
        this.webhook = webhook;
        this.access = access;
        this.client = access.map(to -> new CvatClient(to, timeout));
        this.intake = intake;
    }

    @Override
    public void register(Routes routes) {
        routes.post(PATH, WebhookIntake.limit(TOOL, this::take));
    }

    @Override
    public Set<String> pathsWithOwnProof() {
        return Set.of(PATH);
    }

    private void take(Context context) throws IOException {
        CvatAccess known = access.orElseThrow(() -> new Problem(404, "no CVAT is configured")
                .hint("set webhook.cvat.url, webhook.cvat.token and webhook.cvat.secret"));
        Optional<String> signature = Optional.ofNullable(context.header(CvatSignature.HEADER));
        if (signature.isEmpty()) {
            throw unproved("the payload is not signed");
        }
        byte[] body = intake.body(context);
        if (!CvatSignature.matches(known.secret(), body, signature)) {
            throw unproved("the signature is wrong");
        }
        Optional<String> dataset = new Params(context, "dataset").text("dataset");
        Notice notice = WebhookIntake.read(TOOL, () -> webhook.read(body, dataset));
        intake.accept(
                context, TOOL, notice.job().isPresent() ? job(notice.job().getAsInt(), dataset) : notice.events());
    }

    private static Problem unproved(String why) {
        return new Problem(401, why)
                .header("WWW-Authenticate", CvatSignature.HEADER)
                .hint("the secret of CVAT's webhook and webhook.cvat.secret must be the same");
    }

    private WebhookEvents job(int job, Optional<String> dataset) {
        try {
            return client.orElseThrow()
                    .job(webhook, job, dataset)
                    .orElseGet(() -> new WebhookEvents(
                            List.of(), List.of(), 0, List.of("Nothing to do: CVAT does not know job " + job + ".")));
        } catch (RejectedException e) {
            LOG.warn("CVAT's job {} cannot be used: {}", job, e.getMessage());
            throw new Problem(502, "CVAT's answer cannot be used: " + e.getMessage())
                    .with("reason", e.reason().code());
        }
    }
}
