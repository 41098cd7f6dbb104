package dev.annorank.http;

import dev.annorank.intake.EventSettings;
import dev.annorank.view.RankingView;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What the HTTP service shows and whom it tells.
 *
 * @param health how the process is
 * @param view the rankings
 * @param events how events are taken; empty: not at all
 * @param metrics the meters; empty: there are none
 * @param requests hears of every request
 * @param groups further routes
 * @param clock the present
 */
public record HttpParts(
        Health health,
        RankingView view,
        Optional<EventSettings> events,
        Optional<MetricsSource> metrics,
        RequestListener requests,
        List<RouteGroup> groups,
        Clock clock) {
    public HttpParts {
        groups = List.copyOf(groups);
    }
}
