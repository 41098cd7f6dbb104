package dev.annorank.terminal;

import dev.annorank.model.RankingEpoch;
import dev.annorank.model.RankingEpoch.Pruning;
import dev.annorank.view.EventRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An epoch as one line of text, for logs and pipes. */
final class EpochLine {
    private static final int TOP = 3;

    private EpochLine() {}

    /** The snapshot's last epoch; an empty text where there is none. */
    static String of(DatasetSnapshot snapshot, Instant now) {
        if (snapshot.epoch().isEmpty()) {
            return "";
        }
        RankingEpoch epoch = snapshot.epoch().get();
        List<String> items = new ArrayList<>();
        items.add("epoch " + Numbers.count(epoch.epoch()));
        items.add("images " + Numbers.count(epoch.images()));
        items.add("instances " + Numbers.count(epoch.instances()));
        items.add("classes " + Numbers.count(epoch.classes()));
        items.add("events/s " + Numbers.rate(EventRate.perSecond(snapshot.epochs(), now)));
        items.add("epoch " + Numbers.count(epoch.tookMs()) + " ms");
        if (!epoch.prune().isEmpty()) {
            // One rate stands for all: the middle one, of two the lower.
            Map.Entry<String, Pruning> rate =
                    List.copyOf(epoch.prune().entrySet()).get((epoch.prune().size() - 1) / 2);
            Pruning at = rate.getValue();
            items.add("kept@" + rate.getKey() + " " + Numbers.count(at.kept()) + " (+" + Numbers.count(at.entered())
                    + " -" + Numbers.count(at.left()) + ")");
        }
        if (!snapshot.top().isEmpty()) {
            items.add("top "
                    + snapshot.top().stream()
                            .limit(TOP)
                            .map(image -> Line.clean(image.image()))
                            .collect(Collectors.joining(", ")));
        }
        return String.join("  ", items);
    }
}
