package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.ClassTotals;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.PruneFacts;
import dev.annorank.view.PruneFacts.KeptClass;
import dev.annorank.view.PruneFacts.Turnover;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The classes of a dataset, and what pruning would leave of them. */
final class ClassRoutes implements RouteGroup {
    private final Snapshots snapshots;
    private final Limiter bulk;

    ClassRoutes(RankingView view, Limiter bulk) {
        this.snapshots = new Snapshots(view);
        this.bulk = bulk;
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets/{dataset}/classes", this::classes);
        routes.get("/v1/datasets/{dataset}/prune", bulk.limit(this::prune));
    }

    private void classes(Context context) throws IOException {
        Params unused = new Params(context);
        EpochSnapshot snapshot = snapshots.of(context);
        Answers.ofEpoch(context, snapshot, out -> writeClasses(snapshot, out));
    }

    private static void writeClasses(EpochSnapshot snapshot, JsonGenerator out) throws IOException {
        List<ClassTotals> classes = snapshot.classes();
        double siScsTotal = 0;
        int scored = 0;
        for (ClassTotals totals : classes) {
            siScsTotal += totals.siScsSum();
            scored += totals.siScsSum() > 0 ? 1 : 0;
        }
        out.writeStartObject();
        ViewJson.head(snapshot, out);
        ViewJson.imbalance(snapshot.epoch().imbalance(), out);
        out.writeArrayFieldStart("classes");
        for (ClassTotals totals : classes) {
            out.writeStartObject();
            out.writeStringField("class", totals.category());
            out.writeNumberField("instances", totals.instances());
            out.writeNumberField("images", totals.images());
            out.writeNumberField("siScsSum", totals.siScsSum());
            out.writeNumberField("siScsMean", totals.siScsMean());
            out.writeNumberField("share", totals.share());
            out.writeNumberField("siScsShare", siScsTotal > 0 ? totals.siScsSum() / siScsTotal : 0);
            // The scores of a class's instances add up to 1 by construction: that is what balances them.
            out.writeNumberField("scoreShare", totals.siScsSum() > 0 ? 1.0 / scored : 0);
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void prune(Context context) throws IOException {
        double rate = new Params(context, "rate").rate("rate");
        EpochSnapshot snapshot = snapshots.of(context);
        PruneFacts facts = snapshot.prune(rate);
        Answers.ofDataset(context, snapshot, out -> writePrune(snapshot, facts, out));
    }

    private static void writePrune(EpochSnapshot snapshot, PruneFacts facts, JsonGenerator out) throws IOException {
        out.writeStartObject();
        ViewJson.head(snapshot, out);
        out.writeNumberField("pruneRate", facts.pruneRate());
        out.writeNumberField("kept", facts.kept());
        out.writeNumberField("dropped", facts.dropped());
        out.writeNumberField("unranked", facts.unranked());
        if (Double.isNaN(facts.cutoffScore())) {
            out.writeNullField("cutoffScore");
        } else {
            out.writeNumberField("cutoffScore", facts.cutoffScore());
        }
        out.writeArrayFieldStart("classes");
        for (KeptClass kept : facts.classes()) {
            out.writeStartObject();
            out.writeStringField("class", kept.category());
            out.writeNumberField("instances", kept.instances());
            out.writeNumberField("keptInstances", kept.keptInstances());
            out.writeNumberField("share", kept.share());
            out.writeNumberField("keptShare", kept.keptShare());
            out.writeNumberField(
                    "keptFraction", kept.instances() == 0 ? 0 : (double) kept.keptInstances() / kept.instances());
            out.writeEndObject();
        }
        out.writeEndArray();
        if (facts.turnover().isPresent()) {
            writeTurnover(snapshot, facts.turnover().get(), out);
        } else {
            out.writeNullField("turnover");
        }
        out.writeEndObject();
    }

    private static void writeTurnover(EpochSnapshot snapshot, Turnover turnover, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("turnover");
        out.writeNumberField("sinceEpoch", turnover.sinceEpoch());
        out.writeStringField("since", turnover.since().toString());
        out.writeNumberField(
                "seconds",
                Duration.between(turnover.since(), snapshot.epoch().at()).toMillis() / 1000.0);
        out.writeNumberField("entered", turnover.entered());
        out.writeNumberField("left", turnover.left());
        out.writeNumberField("jaccard", turnover.jaccard());
        out.writeEndObject();
    }
}
