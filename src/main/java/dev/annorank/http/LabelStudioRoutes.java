package dev.annorank.http;

import dev.annorank.format.tool.LabelStudioWebhook;
import dev.annorank.format.tool.WebhookEvents;
import io.javalin.http.Context;
import java.io.IOException;

/**
 * {@code POST /v1/webhooks/label-studio?dataset=}: what Label Studio posts. It signs nothing, but can be told to send a
 * header: the token, as with any write. It waits about a second and does not try again; a request is worked off even if
 * it has gone by then, and waits for its turn where many come together.
 */
public final class LabelStudioRoutes implements RouteGroup {
    private static final String TOOL = "Label Studio";

    private final LabelStudioWebhook webhook;
    private final WebhookIntake intake;

    public LabelStudioRoutes(LabelStudioWebhook webhook, WebhookIntake intake) {
        this.webhook = webhook;
        this.intake = intake;
    }

    @Override
    public void register(Routes routes) {
        routes.post("/v1/webhooks/label-studio", WebhookIntake.queue(TOOL, this::take));
    }

    private void take(Context context) throws IOException {
        Params params = new Params(context, "dataset");
        byte[] body = intake.body(context);
        WebhookEvents events = WebhookIntake.read(TOOL, () -> webhook.read(body, params.text("dataset")));
        intake.accept(context, TOOL, events);
    }
}
