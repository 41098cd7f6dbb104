package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.EventCounts;
import dev.annorank.model.RankingEpoch;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.EventRate;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Which datasets there are, one of them, and its epochs. */
final class DatasetRoutes implements RouteGroup {
    private static final int MAX_EPOCHS = 2000;

    private final RankingView view;
    private final Snapshots snapshots;
    private final Limiter bulk;
    private final Clock clock;

    /** @param clock tells how old the last epoch is: a dataset at rest has no events per second */
    DatasetRoutes(RankingView view, Limiter bulk, Clock clock) {
        this.view = view;
        this.snapshots = new Snapshots(view);
        this.bulk = bulk;
        this.clock = clock;
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets", this::datasets);
        routes.get("/v1/datasets/{dataset}", this::dataset);
        routes.get("/v1/datasets/{dataset}/epochs", bulk.limit(this::epochs));
    }

    private void datasets(Context context) throws IOException {
        Params unused = new Params(context);
        Answers.ofBytes(context, "datasets.", out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("datasets");
            for (String name : view.datasets()) {
                Optional<EpochSnapshot> snapshot = view.find(name);
                if (snapshot.isPresent()) {
                    out.writeStartObject();
                    ViewJson.head(snapshot.get(), out);
                    sizes(snapshot.get().epoch(), out);
                    out.writeEndObject();
                }
            }
            out.writeEndArray();
            out.writeFieldName("view");
            ViewJson.state(view.state(), out);
            out.writeEndObject();
        });
    }

    private void dataset(Context context) throws IOException {
        Params unused = new Params(context);
        EpochSnapshot snapshot = snapshots.of(context);
        RankingEpoch epoch = snapshot.epoch();
        Answers.ofDataset(context, snapshot, out -> {
            out.writeStartObject();
            ViewJson.head(snapshot, out);
            sizes(epoch, out);
            out.writeObjectFieldStart("totals");
            counts(epoch.totals(), out);
            out.writeEndObject();
            ViewJson.imbalance(epoch.imbalance(), out);
            out.writeNumberField("siScsMean", epoch.siScsMean());
            ViewJson.unscored(view.instances().unscored(snapshot.dataset()), out);
            out.writeArrayFieldStart("pruneRates");
            for (String rate : epoch.prune().keySet()) {
                out.writeString(rate);
            }
            out.writeEndArray();
            out.writeObjectFieldStart("prune");
            for (var rate : epoch.prune().entrySet()) {
                out.writeObjectFieldStart(rate.getKey());
                pruning(rate.getValue(), out);
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeNumberField("eventsPerSecond", EventRate.perSecond(snapshot.epochs(), clock.instant()));
            out.writeFieldName("view");
            ViewJson.state(view.state(), out);
            out.writeEndObject();
        });
    }

    private void epochs(Context context) throws IOException {
        Params params = new Params(context, "last");
        int last = params.wholeNumber("last", 100, 1, MAX_EPOCHS);
        EpochSnapshot snapshot = snapshots.of(context);
        List<RankingEpoch> epochs = snapshot.epochs();
        Answers.ofDataset(context, snapshot, out -> {
            out.writeStartObject();
            ViewJson.head(snapshot, out);
            out.writeArrayFieldStart("epochs");
            for (RankingEpoch epoch : epochs.subList(Math.max(0, epochs.size() - last), epochs.size())) {
                ViewJson.epoch(epoch, out);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void sizes(RankingEpoch epoch, JsonGenerator out) throws IOException {
        out.writeNumberField("images", epoch.images());
        out.writeNumberField("ranked", epoch.ranked());
        out.writeNumberField("instances", epoch.instances());
        out.writeNumberField("classes", epoch.classes());
    }

    private static void counts(EventCounts counts, JsonGenerator out) throws IOException {
        out.writeNumberField("applied", counts.applied());
        out.writeNumberField("superseded", counts.superseded());
        out.writeNumberField("rejected", counts.rejected());
    }

    private static void pruning(RankingEpoch.Pruning pruning, JsonGenerator out) throws IOException {
        out.writeNumberField("kept", pruning.kept());
        Double cutoff = pruning.cutoffScore();
        if (cutoff == null) {
            out.writeNullField("cutoffScore");
        } else {
            out.writeNumberField("cutoffScore", cutoff);
        }
        out.writeNumberField("entered", pruning.entered());
        out.writeNumberField("left", pruning.left());
        out.writeNumberField("jaccard", pruning.jaccard());
    }
}
