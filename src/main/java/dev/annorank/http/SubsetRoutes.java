package dev.annorank.http;

import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetException;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.format.subset.SubsetText;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The kept images at any prune rate, or any number of the best, as a file. */
final class SubsetRoutes implements RouteGroup {
    private static final List<String> FORMATS =
            SubsetFormat.OF_RANKING.stream().map(SubsetFormat::toString).toList();

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
        Params params = new Params(context, "pruneRate", "keep", "format", "csvSafe");
        Quota quota = params.quota();
        SubsetFormat format =
                SubsetFormat.valueOf(params.word("format", FORMATS).toUpperCase(Locale.ROOT));
        boolean csvSafe = params.word("csvSafe", List.of("false", "true")).equals("true");
        EpochSnapshot snapshot = snapshots.of(context);
        Accept.require(context, format.mediaType().replaceFirst(";.*", ""));
        context.header("Annorank-Epoch", Long.toString(snapshot.epoch().epoch()));
        if (Answers.isKnown(context, Answers.epochTag(snapshot))) {
            return;
        }
        Subset subset = new Subset(
                snapshot.ranking(), snapshot::vector, snapshot.epoch().prune().keySet(), quota);
        try {
            SubsetText.requireNameable(format, subset);
        } catch (SubsetException e) {
            throw new Problem(409, String.valueOf(e.getMessage()));
        }
        String file = snapshot.dataset() + "-" + words(quota) + "-epoch-"
                + snapshot.epoch().epoch() + "." + format.extension();
        context.header("Content-Disposition", "attachment; filename=\"" + file + "\"");
        context.contentType(format.mediaType());
        SubsetText.write(format, subset, csvSafe, context.outputStream());
    }

    /** For the name of a file. */
    private static String words(Quota quota) {
        return quota.keep()
                .map(keep -> "keep-" + keep)
                .or(() -> quota.pruneRate().map(String::valueOf))
                .orElseThrow();
    }
}
