package dev.annorank.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the HTTP service listens and what it allows.
 *
 * @param host name or address to listen on
 * @param port 0 for a free one
 * @param token what writes must show; empty: nothing, and then {@code host} must be this machine alone
 * @param corsOrigins origins whose pages may read answers and write, for example {@code https://labels.example.org}
 * @param maxStreams clients that may listen to changes at a time, at least 1
 * @param maxBodyBytes longest body of a request, at least 1
 * @param idleTimeout after which a connection on which nothing moves is closed, above 0
 */
public record HttpOptions(
        String host,
        int port,
        Optional<Token> token,
        List<String> corsOrigins,
        int maxStreams,
        long maxBodyBytes,
        Duration idleTimeout) {

    /**
     * Checks that whoever can reach the service may not write without showing a token.
     *
     * @throws IllegalArgumentException if the host is open to others and there is no token
     */
    public HttpOptions {
        corsOrigins = List.copyOf(corsOrigins);
        if (maxStreams < 1 || maxBodyBytes < 1 || idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "maxStreams is " + maxStreams + ", maxBodyBytes " + maxBodyBytes + ", idleTimeout " + idleTimeout);
        }
        if (token.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("http.host is " + host + ", which others can reach, and there is no"
                    + " token: anyone could write. Put a secret into a file and name it with --token-file FILE, or set"
                    + " the environment variable ANNORANK_HTTP_TOKEN; or listen on 127.0.0.1");
        }
    }

    /** On a free port of this machine, with the defaults. */
    public static HttpOptions local() {
        return new HttpOptions("127.0.0.1", 0, Optional.empty(), List.of(), 200, 64 << 20, Duration.ofSeconds(30));
    }

    /** Whether only this machine can reach it. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    /** The host without the brackets of an IPv6 address. */
    String bareHost() {
        return bare(host);
    }

    /** Whether a request may name the service so: its own name or one that always means this machine. */
    boolean isOwnName(String name) {
        String bare = bare(name).toLowerCase(Locale.ROOT);
        return bare.equals(bareHost().toLowerCase(Locale.ROOT))
                || bare.equals("localhost")
                || bare.equals("::1")
                || bare.equals("0:0:0:0:0:0:0:1")
                || bare.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(bare(host)).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Listening on it will fail; until then it is not known to be safe.
            return false;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
