package dev.annorank.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Registers routes and remembers which. A GET answers HEAD too. */
public final class Routes {
    private final RoutesConfig config;
    private final SortedSet<String> registered = new TreeSet<>();

    Routes(RoutesConfig config) {
        this.config = config;
    }

    /**
     * A route that reads.
     *
     * @param path in Javalin's form: {@code {name}} is a segment, {@code <name>} the rest of the path
     */
    public void get(String path, Handler handler) {
        config.get(path, handler);
        config.head(path, handler);
        registered.add("GET " + path);
    }

    /** A GET whose HEAD answers something else: one that never ends. */
    void get(String path, Handler handler, Handler head) {
        config.get(path, handler);
        config.head(path, head);
        registered.add("GET " + path);
    }

    public void post(String path, Handler handler) {
        config.post(path, handler);
        registered.add("POST " + path);
    }

    /** Method and path of each, for example {@code GET /v1/datasets}. */
    SortedSet<String> registered() {
        return Collections.unmodifiableSortedSet(registered);
    }
}
