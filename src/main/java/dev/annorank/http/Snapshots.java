package dev.annorank.http;

import dev.annorank.ranking.Ranking;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import dev.annorank.view.ViewState.Phase;
import io.javalin.http.Context;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.IntStream;

/** Finds what a request is about, or says what there is instead. */
final class Snapshots {
    private static final int MAX_NAMED = 20;

    private final RankingView view;

    Snapshots(RankingView view) {
        this.view = view;
    }

    /** The dataset of the path as of its last epoch. */
    EpochSnapshot of(Context context) {
        String name = context.pathParam("dataset");
        return view.find(name).orElseThrow(() -> missing(name));
    }

    private Problem missing(String name) {
        ViewState state = view.state();
        if (state.phase() == Phase.READING) {
            return new Problem(503, "dataset \"" + Texts.shown(name) + "\" is not known yet: " + state.words())
                    .header("Retry-After", "1");
        }
        SortedSet<String> datasets = view.datasets();
        Problem problem = new Problem(404, "there is no dataset \"" + Texts.shown(name) + "\"");
        if (datasets.isEmpty()) {
            return problem.hint("no dataset has an epoch yet; " + state.words());
        }
        List<String> near = Nearest.of(name, datasets.iterator());
        List<String> named = datasets.stream().limit(MAX_NAMED).toList();
        String all = (datasets.size() > named.size() ? datasets.size() + " datasets, among them " : "there is ")
                + String.join(", ", named);
        return problem.hint(near.isEmpty() ? all : "did you mean " + String.join(" or ", near) + "? " + all);
    }

    /** What to say of an image that is not there. */
    static Problem missingImage(EpochSnapshot snapshot, String image) {
        Ranking ranking = snapshot.ranking();
        List<String> near = Nearest.of(
                image,
                IntStream.rangeClosed(1, ranking.ranked())
                        .mapToObj(ranking::image)
                        .iterator());
        Problem problem =
                new Problem(404, "there is no image \"" + Texts.shown(image) + "\" in dataset " + snapshot.dataset());
        return problem.hint(
                near.isEmpty()
                        ? "/v1/datasets/" + snapshot.dataset() + "/ranking lists the images"
                        : "did you mean " + String.join(" or ", near) + "?");
    }
}
