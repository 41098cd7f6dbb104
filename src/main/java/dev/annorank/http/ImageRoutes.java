package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.ImageVector;
import dev.annorank.model.InstanceDetail;
import dev.annorank.model.ScoredInstance;
import dev.annorank.ranking.Ranking;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Why one image has its rank: what each class and each instance contributes. */
final class ImageRoutes implements RouteGroup {
    private static final int MAX_DETAILS = 1000;

    private final RankingView view;
    private final Snapshots snapshots;
    private final Limiter bulk;

    ImageRoutes(RankingView view, Limiter bulk) {
        this.view = view;
        this.snapshots = new Snapshots(view);
        this.bulk = bulk;
    }

    @Override
    public void register(Routes routes) {
        routes.get("/v1/datasets/{dataset}/images", bulk.limit(this::byParameter));
        routes.get("/v1/datasets/{dataset}/images/<id>", bulk.limit(this::byPath));
    }

    private void byPath(Context context) throws IOException {
        Params unused = new Params(context);
        answer(context, context.pathParam("id"));
    }

    private void byParameter(Context context) throws IOException {
        String id = new Params(context, "id")
                .text("id")
                .orElseThrow(() -> Problem.parameter("id", null, "an image id, for example id=82"));
        answer(context, id);
    }

    private void answer(Context context, String image) throws IOException {
        EpochSnapshot snapshot = snapshots.of(context);
        ImageVector vector = snapshot.vector(image).orElseThrow(() -> Snapshots.missingImage(snapshot, image));
        List<InstanceDetail> details = view.instances().of(snapshot.dataset(), image, MAX_DETAILS + 1);
        Answers.ofDataset(context, snapshot, out -> write(snapshot, image, vector, details, out));
    }

    private static void write(
            EpochSnapshot snapshot, String image, ImageVector vector, List<InstanceDetail> details, JsonGenerator out)
            throws IOException {
        Ranking ranking = snapshot.ranking();
        int rank = Math.max(0, ranking.rankOf(image));
        double score = rank > 0 ? ranking.score(rank) : 0;
        out.writeStartObject();
        ViewJson.head(snapshot, out);
        out.writeStringField("image", image);
        if (rank > 0) {
            out.writeNumberField("rank", rank);
        } else {
            out.writeNullField("rank");
        }
        out.writeNumberField("of", ranking.ranked());
        if (rank > 0) {
            out.writeNumberField("percentile", ranking.percentile(rank));
        } else {
            out.writeNullField("percentile");
        }
        out.writeNumberField("score", score);
        new Kept(snapshot).write(rank, out);
        out.writeNumberField("instances", snapshot.instances(image));
        if (!details.isEmpty()) {
            ViewJson.image(details.get(0).image(), out);
        }
        out.writeArrayFieldStart("classes");
        for (Part part : parts(snapshot, vector)) {
            part.write(score, out);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("details");
        for (InstanceDetail detail : details.subList(0, Math.min(details.size(), MAX_DETAILS))) {
            detail(snapshot, detail, out);
        }
        out.writeEndArray();
        out.writeBooleanField("detailsTruncated", details.size() > MAX_DETAILS);
        out.writeEndObject();
    }

    /** What one class contributes: a(i,c) / S_c. */
    private record Part(String category, int instances, double siScsSum, double classSum) {
        double contribution() {
            return siScsSum > 0 ? siScsSum / classSum : 0;
        }

        void write(double score, JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("class", category);
            out.writeNumberField("instances", instances);
            out.writeNumberField("siScsSum", siScsSum);
            out.writeNumberField("classSum", classSum);
            out.writeNumberField("contribution", contribution());
            out.writeNumberField("share", score > 0 ? contribution() / score : 0);
            out.writeEndObject();
        }
    }

    private static List<Part> parts(EpochSnapshot snapshot, ImageVector vector) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            String category = vector.classes()[i];
            parts.add(new Part(category, vector.counts()[i], vector.sums()[i], snapshot.classSum(category)));
        }
        parts.sort(Comparator.comparingDouble(Part::contribution).reversed().thenComparing(Part::category));
        return parts;
    }

    private static void detail(EpochSnapshot snapshot, InstanceDetail detail, JsonGenerator out) throws IOException {
        ScoredInstance instance = detail.instance();
        double siScs = instance.score().siScs();
        double classSum = snapshot.classSum(instance.category());
        out.writeStartObject();
        out.writeStringField("annotation", instance.annotation());
        out.writeStringField("class", instance.category());
        out.writeBooleanField("iscrowd", instance.crowd());
        out.writeNumberField("perimeterPx", instance.score().perimeterPx());
        out.writeNumberField("areaPx2", instance.score().areaPx2());
        out.writeNumberField("contours", instance.score().contours());
        out.writeNumberField("siScs", siScs);
        out.writeNumberField("contribution", classSum > 0 ? siScs / classSum : 0);
        out.writeBooleanField("selfCrossing", detail.selfCrossing());
        if (detail.outline() != null) {
            ViewJson.outline(detail.outline(), out);
        }
        out.writeEndObject();
    }
}
