package dev.annorank.http;

import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Changes of a dataset as server-sent events, for as long as a client listens. */
final class ChangeRoutes implements RouteGroup {
    private static final String MEDIA_TYPE = "text/event-stream";

    private final Snapshots snapshots;
    private final ChangeFeed feed;
    private final Semaphore free;

    /** @param maxStreams clients at a time, of all datasets */
    ChangeRoutes(RankingView view, ChangeFeed feed, int maxStreams) {
        this.snapshots = new Snapshots(view);
        this.feed = feed;
        this.free = new Semaphore(maxStreams);
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets/{dataset}/changes", this::changes, this::head);
    }

    private EpochSnapshot prepare(Context context) {
        Params unused = new Params(context);
        EpochSnapshot snapshot = snapshots.of(context);
        Accept.require(context, MEDIA_TYPE);
        context.header("Cache-Control", "no-cache");
        // A proxy that collects an answer before it passes it on would keep the events.
        context.header("X-Accel-Buffering", "no");
        context.contentType(MEDIA_TYPE);
        return snapshot;
    }

    private void head(Context context) {
        prepare(context);
    }

    private void changes(Context context) throws IOException {
        EpochSnapshot snapshot = prepare(context);
        if (!free.tryAcquire()) {
            throw new Problem(503, "as many clients listen as may; see http.max.streams").header("Retry-After", "10");
        }
        try {
            AsyncContext async = context.req().startAsync();
            async.setTimeout(0);
            ChangeStream stream = new ChangeStream(async);
            context.future(stream::ended);
            CompletableFuture<Void> unused = stream.ended().whenComplete((nothing, failure) -> {
                feed.remove(snapshot.dataset(), stream);
                free.release();
            });
            feed.add(snapshot, stream);
            context.res().getOutputStream().setWriteListener(stream);
        } catch (IOException | RuntimeException e) {
            free.release();
            throw e;
        }
    }
}
