package dev.annorank.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an answer in problem+json of everything that is thrown. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static void register(RoutesConfig routes) {
        routes.exception(Problem.class, (problem, context) -> write(context, problem));
        routes.exception(HttpResponseException.class, (thrown, context) -> write(context, of(thrown, context)));
        routes.exception(UncheckedIOException.class, (thrown, context) -> gone(context, thrown));
        routes.exception(IOException.class, (thrown, context) -> gone(context, thrown));
        routes.exception(Exception.class, (defect, context) -> {
            LOG.error("{} {} met a defect", context.method(), context.path(), defect);
            write(context, new Problem(500, "this is a defect of annorank; the log of the server says more"));
        });
    }

    static void write(Context context, Problem problem) {
        if (context.res().isCommitted()) {
            return;
        }
        context.res().resetBuffer();
        problem.headers().forEach(context::header);
        context.removeHeader("ETag");
        context.status(problem.status())
                .header("Cache-Control", "no-store")
                .contentType(Problem.MEDIA_TYPE)
                .result(problem.toJson(context.req().getRequestURI()));
    }

    /** What Javalin itself throws. */
    private static Problem of(HttpResponseException thrown, Context context) {
        Map<String, String> details = thrown.getDetails();
        return switch (thrown.getStatus()) {
            case 404 ->
                new Problem(404, "there is nothing at " + Texts.shown(context.path()))
                        .hint("/openapi.json lists what there is");
            case 405 -> {
                String allowed = details.getOrDefault("availableMethods", "GET");
                yield new Problem(
                                405,
                                context.method() + " is not for " + Texts.shown(context.path()) + "; it takes "
                                        + allowed)
                        .header("Allow", allowed);
            }
            default -> new Problem(thrown.getStatus(), String.valueOf(thrown.getMessage()));
        };
    }

    /** The client went away while it was read from or written to. */
    private static void gone(Context context, Exception thrown) {
        LOG.debug("{} {} broke off: {}", context.method(), context.path(), thrown.toString());
        write(context, new Problem(400, "the request broke off or came too slowly"));
    }
}
