package dev.annorank.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the HTTP service allows.
 *
 * @param token what writes must show, 16 to 1,000 visible ASCII characters; empty: nothing
 * @param corsOrigins origins whose pages may read and write, for example {@code https://labels.example.org}
 * @param maxStreams clients that listen to changes at a time, 1 to 100,000
 * @param maxBodyBytes longest body of a request, 1 KiB to 64 GiB
 * @param idleTimeout after which a connection on which nothing moves is closed, 1 s to 1 h
 */
public record HttpSettings(
        Optional<Secret> token, List<String> corsOrigins, int maxStreams, long maxBodyBytes, Duration idleTimeout) {
    public HttpSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
