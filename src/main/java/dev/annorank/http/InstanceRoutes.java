package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.Unscored;
import dev.annorank.view.Distribution;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.Outlier;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How SI-SCS and areas are spread, and which instances are worth a second look. */
final class InstanceRoutes implements RouteGroup {
    private static final int DEFAULT_OUTLIERS = 50;
    private static final int MAX_OUTLIERS = 500;

    private final RankingView view;
    private final Snapshots snapshots;
    private final Limiter bulk;

    InstanceRoutes(RankingView view, Limiter bulk) {
        this.view = view;
        this.snapshots = new Snapshots(view);
        this.bulk = bulk;
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets/{dataset}/distribution", this::distribution);
        routes.get("/v1/datasets/{dataset}/outliers", bulk.limit(this::outliers));
    }

    private void distribution(Context context) throws IOException {
        Params unused = new Params(context);
        EpochSnapshot snapshot = snapshots.of(context);
        Distribution distribution = view.instances().distribution(snapshot.dataset());
        Unscored unscored = view.instances().unscored(snapshot.dataset());
        Answers.ofDataset(context, snapshot, out -> {
            out.writeStartObject();
            ViewJson.head(snapshot, out);
            out.writeNumberField("instances", distribution.instances());
            out.writeNumberField("withoutArea", distribution.withoutArea());
            ViewJson.unscored(unscored, out);
            histogram("siScs", distribution.siScsEdges(), distribution.siScsCounts(), out);
            histogram("areaPx2", distribution.areaEdgesPx2(), distribution.areaCounts(), out);
            doubles("scsMeanByArea", distribution.scsMeanByArea(), out);
            doubles("siScsMeanByArea", distribution.siScsMeanByArea(), out);
            out.writeEndObject();
        });
    }

    private static void histogram(String name, double[] edges, long[] counts, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(name);
        doubles("edges", edges, out);
        out.writeFieldName("counts");
        out.writeArray(counts, 0, counts.length);
        out.writeEndObject();
    }

    private static void doubles(String name, double[] values, JsonGenerator out) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values, 0, values.length);
    }

    private void outliers(Context context) throws IOException {
        int limit = new Params(context, "limit").wholeNumber("limit", DEFAULT_OUTLIERS, 1, MAX_OUTLIERS);
        EpochSnapshot snapshot = snapshots.of(context);
        List<Outlier> outliers = view.instances().outliers(snapshot.dataset(), limit);
        Answers.ofDataset(context, snapshot, out -> {
            out.writeStartObject();
            ViewJson.head(snapshot, out);
            out.writeArrayFieldStart("items");
            for (Outlier outlier : outliers) {
                item(outlier, out);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void item(Outlier outlier, JsonGenerator out) throws IOException {
        InstanceDetail detail = outlier.instance();
        out.writeStartObject();
        out.writeStringField(
                "kind", outlier.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        out.writeStringField("why", outlier.why());
        out.writeStringField("image", detail.image().id());
        out.writeStringField("annotation", detail.instance().annotation());
        out.writeStringField("class", detail.instance().category());
        out.writeNumberField("siScs", detail.instance().score().siScs());
        out.writeNumberField("areaPx2", detail.instance().score().areaPx2());
        out.writeNumberField("perimeterPx", detail.instance().score().perimeterPx());
        ViewJson.image(detail.image(), out);
        if (detail.outline() != null) {
            ViewJson.outline(detail.outline(), out);
        }
        out.writeEndObject();
    }
}
