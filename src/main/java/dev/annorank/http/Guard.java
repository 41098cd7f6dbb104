package dev.annorank.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;

/**
 * Looks at every request before its route does.
 *
 * <ul>
 *   <li>Where only this machine is listened to, the request must name this machine: else a web page could make its own
 *       name point here and read everything (DNS rebinding).
 *   <li>A write that a browser sends for a page from elsewhere is refused, whatever the page.
 *   <li>A write must show the token, if there is one.
 *   <li>Pages of the configured origins may read and write (CORS); by default there are none.
 * </ul>
 */
final class Guard {
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);
    private static final String BEARER = "Bearer ";

    private final HttpOptions options;
    private final Set<String> ownProof;

    /** @param ownProof paths whose writes carry another proof than the token */
    Guard(HttpOptions options, Set<String> ownProof) {
        this.options = options;
        this.ownProof = Set.copyOf(ownProof);
    }

    void check(Context context) {
        PageRoutes.secure(context);
        if (options.isLoopback() && !options.isOwnName(context.req().getServerName())) {
            throw new Problem(421, "this is not \"" + Texts.shown(context.req().getServerName()) + "\"")
                    .hint("ask for http://" + options.host() + " or http://localhost, with the port");
        }
        boolean shared = share(context);
        if (context.method().equals(HandlerType.OPTIONS) && shared) {
            preflight(context);
            return;
        }
        if (!SAFE.contains(context.method())) {
            requireSameSite(context, shared);
            requireToken(context);
        }
    }

    /** Whether the request comes from a page that may use this service; tells the browser so. */
    private boolean share(Context context) {
        if (options.corsOrigins().isEmpty()) {
            return false;
        }
        context.res().addHeader("Vary", "Origin");
        String origin = context.header("Origin");
        if (origin == null || !options.corsOrigins().contains(origin)) {
            return false;
        }
        context.header("Access-Control-Allow-Origin", origin);
        context.header("Access-Control-Expose-Headers", "ETag, Annorank-Epoch, Retry-After");
        context.header("Cross-Origin-Resource-Policy", "cross-origin");
        return true;
    }

    private static void preflight(Context context) {
        context.header("Access-Control-Allow-Methods", "GET, HEAD, POST");
        context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match");
        context.header("Access-Control-Max-Age", "600");
        context.status(204).skipRemainingHandlers();
    }

    private static void requireSameSite(Context context, boolean shared) {
        String site = context.header("Sec-Fetch-Site");
        String origin = context.header("Origin");
        boolean foreignSite = site != null && !List.of("same-origin", "none").contains(site);
        boolean foreignOrigin = origin != null && !isSame(origin, context);
        if ((foreignSite || foreignOrigin) && !shared) {
            throw new Problem(
                            403, "a web page from elsewhere may not write here: " + Texts.shown(String.valueOf(origin)))
                    .hint("the setting http.cors.origins lists the origins that may");
        }
    }

    private static boolean isSame(String origin, Context context) {
        return origin.equals(context.req().getScheme() + "://" + context.header("Host"));
    }

    private void requireToken(Context context) {
        if (options.token().isEmpty() || ownProof.contains(context.path())) {
            return;
        }
        String authorization = context.header("Authorization");
        boolean shown = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (shown
                && options.token()
                        .get()
                        .matches(authorization.substring(BEARER.length()).strip())) {
            return;
        }
        String challenge = "Bearer realm=\"annorank\"" + (shown ? ", error=\"invalid_token\"" : "");
        throw new Problem(401, shown ? "the token is wrong" : "writing needs the token")
                .header("WWW-Authenticate", challenge)
                .hint("send it as Authorization: Bearer TOKEN");
    }
}
