package dev.annorank.http;

import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kept images at any prune rate as a file. */
final class SubsetRoutes implements RouteGroup {
    private static final List<String> FORMATS =
            Arrays.stream(SubsetAnswer.values()).map(SubsetAnswer::word).toList();

    private final Snapshots snapshots;
    private final Limiter bulk;

    SubsetRoutes(RankingView view, Limiter bulk) {
        this.snapshots = new Snapshots(view);
        this.bulk = bulk;
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets/{dataset}/subset", bulk.limit(this::subset));
    }

    private void subset(Context context) throws IOException {
        Params params = new Params(context, "pruneRate", "format");
        double rate = params.rate("pruneRate");
        SubsetAnswer format =
                SubsetAnswer.valueOf(params.word("format", FORMATS).toUpperCase(Locale.ROOT));
        EpochSnapshot snapshot = snapshots.of(context);
        Accept.require(context, format.mediaType().replaceFirst(";.*", ""));
        context.header("Annorank-Epoch", Long.toString(snapshot.epoch().epoch()));
        if (Answers.isKnown(context, Answers.epochTag(snapshot))) {
            return;
        }
        int kept = snapshot.ranking().keptCount(rate);
        format.require(snapshot.ranking(), kept);
        String file =
                snapshot.dataset() + "-" + rate + "-epoch-" + snapshot.epoch().epoch() + "." + format.extension();
        context.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
        context.contentType(format.mediaType());
        format.write(snapshot.ranking(), kept, context.outputStream());
    }
}
