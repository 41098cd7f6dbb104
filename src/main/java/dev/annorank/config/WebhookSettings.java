package dev.annorank.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What webhooks need to know of the tools that call them.
 *
 * @param cvatUrl address of the CVAT that may call; empty: none may
 * @param cvatToken what it knows us by
 * @param cvatSecret what it signs with
 */
public record WebhookSettings(Optional<URI> cvatUrl, Optional<Secret> cvatToken, Optional<Secret> cvatSecret) {
    /** What is wrong with these three together, for whoever set them. */
    List<String> problems() {
        List<String> missing = new ArrayList<>();
        if (cvatUrl.isEmpty()) {
            missing.add("webhook.cvat.url");
        }
        if (cvatToken.isEmpty()) {
            missing.add("webhook.cvat.token");
        }
        if (cvatSecret.isEmpty()) {
            missing.add("webhook.cvat.secret");
        }
        return missing.isEmpty() || missing.size() == 3
                ? List.of()
                : List.of("CVAT's webhook needs webhook.cvat.url, webhook.cvat.token and webhook.cvat.secret; "
                        + String.join(" and ", missing) + " not set");
    }
}
