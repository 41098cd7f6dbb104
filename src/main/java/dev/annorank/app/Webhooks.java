package dev.annorank.app;

import dev.annorank.config.Secret;
import dev.annorank.config.Settings;
import dev.annorank.config.WebhookSettings;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.format.tool.LabelStudioWebhook;
import dev.annorank.http.CvatAccess;
import dev.annorank.http.CvatRoutes;
import dev.annorank.http.LabelStudioRoutes;
import dev.annorank.http.RouteGroup;
import dev.annorank.http.WebhookIntake;
import dev.annorank.intake.EventIntake;
import dev.annorank.score.InstanceScorer;
import java.util.List;
import java.util.Optional;

/** The routes that labeling tools post to, as the settings want them. */
final class Webhooks {
    /** A payload is held in memory, several times its length. */
    private static final long MAX_BODY_BYTES = 64L << 20;

    /** With more, decoding one mask would take more than 64 MiB. */
    private static final int MAX_RUNS = 1 << 22;

    private Webhooks() {}

    static List<RouteGroup> groups(Settings settings, EventIntake intake) {
        // A run length takes two bytes of an event at least.
        int maxRuns = Math.min(MAX_RUNS, settings.eventMaxBytes() / 2);
        long maxPixels = settings.maskMaxPixels();
        WebhookIntake webhooks = new WebhookIntake(
                intake,
                () -> new InstanceScorer(settings.measure(), maxPixels, settings.crowdIncluded()),
                settings.eventMaxBytes(),
                (int) Math.min(MAX_BODY_BYTES, settings.http().maxBodyBytes()));
        return List.of(
                new LabelStudioRoutes(new LabelStudioWebhook(maxPixels, maxRuns), webhooks),
                new CvatRoutes(new CvatWebhook(maxPixels, maxRuns), cvat(settings.webhooks()), webhooks));
    }

    private static Optional<CvatAccess> cvat(WebhookSettings settings) {
        return settings.cvatUrl()
                .map(url -> new CvatAccess(url, reveal(settings.cvatToken()), reveal(settings.cvatSecret())));
    }

    /** Settings have either all three or none. */
    private static String reveal(Optional<Secret> secret) {
        return secret.orElseThrow().reveal();
    }
}
