package dev.annorank.http;

import java.util.Set;

/** Some routes that belong together. */
public interface RouteGroup {
    void register(Routes routes);

    /**
     * Paths whose writes carry a proof of their own, for example a signature, and are let through without the token. Their
     * handlers must check it.
     */
    default Set<String> pathsWithOwnProof() {
        return Set.of();
    }
}
