package dev.annorank.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Requests by method, route and status, few enough whatever clients send. */
final class HttpMeters {
    private static final int MAX_TIMERS = 300;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private final MeterRegistry registry;
    private final Map<Request, Timer> timers = new ConcurrentHashMap<>();

    private record Request(String method, String route, String status) {}

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void requested(String method, String route, int status, long nanos) {
        String known = METHODS.contains(method) ? method : "OTHER";
        Request request = new Request(known, route, status >= 100 && status < 600 ? String.valueOf(status) : "OTHER");
        if (!timers.containsKey(request) && timers.size() >= MAX_TIMERS) {
            request = new Request("OTHER", Labels.OTHERS, "OTHER");
        }
        timers.computeIfAbsent(
                        request,
                        one -> Catalogue.HTTP_REQUESTS.timer(registry, one.method(), one.route(), one.status()))
                .record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
}
