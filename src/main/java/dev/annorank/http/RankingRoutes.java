package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.InstanceDetail;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** The ranking, page by page. */
final class RankingRoutes implements RouteGroup {
    private static final List<String> ORDERS = List.of("top", "bottom");
    private static final String OUTLINES = "outlines";
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_DRAWN = 100;
    private static final int OUTLINES_PER_IMAGE = 100;
    private static final int DEFAULT_ITEMS = 100;

    private final RankingView view;
    private final Snapshots snapshots;
    private final Limiter bulk;

    RankingRoutes(RankingView view, Limiter bulk) {
        this.view = view;
        this.snapshots = new Snapshots(view);
        this.bulk = bulk;
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets/{dataset}/ranking", this::ranking);
    }

    /** What was asked for: where it begins, counted from its end of the ranking. */
    private record Page(boolean bottom, int offset, int limit, boolean drawn) {
        static Page of(Context context) {
            Params params = new Params(context, "order", "offset", "limit", "include");
            String include = params.text("include").orElse("");
            if (!include.isEmpty() && !include.equals(OUTLINES)) {
                throw Problem.parameter("include", include, OUTLINES + ", or left out");
            }
            boolean drawn = !include.isEmpty();
            return new Page(
                    params.word("order", ORDERS).equals("bottom"),
                    params.wholeNumber("offset", 0, 0, Integer.MAX_VALUE),
                    params.wholeNumber("limit", DEFAULT_ITEMS, 1, drawn ? MAX_DRAWN : MAX_ITEMS),
                    drawn);
        }

        String order() {
            return bottom ? "bottom" : "top";
        }

        String next(String dataset) {
            return "/v1/datasets/" + dataset + "/ranking?order=" + order() + "&offset=" + ((long) offset + limit)
                    + "&limit=" + limit + (drawn ? "&include=" + OUTLINES : "");
        }
    }

    private void ranking(Context context) throws Exception {
        Page page = Page.of(context);
        EpochSnapshot snapshot = snapshots.of(context);
        if (page.drawn()) {
            // Outlines are newer than the epoch, and they are many.
            bulk.limit(limited -> Answers.ofDataset(limited, snapshot, out -> write(snapshot, page, out)))
                    .handle(context);
        } else {
            Answers.ofEpoch(context, snapshot, out -> write(snapshot, page, out));
        }
    }

    private void write(EpochSnapshot snapshot, Page page, JsonGenerator out) throws IOException {
        Ranking ranking = snapshot.ranking();
        Kept kept = new Kept(snapshot);
        int ranked = ranking.ranked();
        int end = (int) Math.min(ranked, (long) page.offset() + page.limit());
        out.writeStartObject();
        ViewJson.head(snapshot, out);
        out.writeNumberField("images", snapshot.epoch().images());
        out.writeNumberField("ranked", ranked);
        out.writeStringField("order", page.order());
        out.writeNumberField("offset", page.offset());
        out.writeNumberField("limit", page.limit());
        out.writeArrayFieldStart("items");
        for (int i = page.offset(); i < end; i++) {
            int rank = page.bottom() ? ranked - i : i + 1;
            out.writeStartObject();
            String image = ranking.image(rank);
            out.writeStringField("image", image);
            out.writeNumberField("rank", rank);
            out.writeNumberField("percentile", ranking.percentile(rank));
            out.writeNumberField("score", ranking.score(rank));
            out.writeNumberField("instances", snapshot.instances(image));
            kept.write(rank, out);
            if (page.drawn()) {
                outlines(snapshot.dataset(), image, out);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        if (end < ranked) {
            out.writeStringField("next", page.next(snapshot.dataset()));
        } else {
            out.writeNullField("next");
        }
        out.writeEndObject();
    }

    private void outlines(String dataset, String image, JsonGenerator out) throws IOException {
        List<InstanceDetail> details = view.instances().of(dataset, image, OUTLINES_PER_IMAGE);
        if (!details.isEmpty()) {
            ViewJson.image(details.get(0).image(), out);
        }
        out.writeArrayFieldStart("outlines");
        for (InstanceDetail detail : details) {
            if (detail.outline() != null) {
                out.writeStartObject();
                out.writeStringField("annotation", detail.instance().annotation());
                out.writeStringField("class", detail.instance().category());
                out.writeNumberField("siScs", detail.instance().score().siScs());
                ViewJson.outline(detail.outline(), out);
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }
}
