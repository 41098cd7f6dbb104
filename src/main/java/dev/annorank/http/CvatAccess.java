package dev.annorank.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a CVAT is, and what is needed to talk to it.
 *
 * @param url its address, to which {@code /api/...} is added; http or https
 * @param token what it knows us by: a personal access token, or an older key of 40 hex digits
 * @param secret what it signs webhooks with, not empty
 */
public record CvatAccess(URI url, String token, String secret) {
    private static final Pattern OLD_KEY = Pattern.compile("[0-9a-f]{40}");

    public CvatAccess {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?") || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("url is " + url + "; it must be like https://cvat.example.org");
        }
        if (token.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("token and secret must not be empty");
        }
    }

    /** The value of the header Authorization. */
    String authorization() {
        return (OLD_KEY.matcher(token).matches() ? "Token " : "Bearer ") + token;
    }

    /** The address of something in its API. */
    URI api(String path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/" + path);
    }

    @Override
    public String toString() {
        return "CvatAccess[" + url + "]";
    }
}
