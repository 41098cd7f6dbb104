package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.files.Sha256;
import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFacts.OfFile;
import dev.annorank.format.subset.SubsetFacts.Origin;
import dev.annorank.model.Image;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An annotation file that was ranked.
 *
 * @param file where it can be read
 * @param given as the user named it
 * @param listed the images that it lists
 */
record FileSource(Path file, Path given, Settings settings, List<Image> listed, RankingIndex index, Ranking ranking)
        implements SubsetSource {
    @Override
    public Subset subset(Quota quota) {
        return new Subset(
                ranking,
                image -> Optional.ofNullable(index.vector(image)),
                settings.pruneRates().stream().map(String::valueOf).toList(),
                quota);
    }

    @Override
    public int images() {
        return index.images();
    }

    @Override
    public String name() {
        return InputFile.isStandardInput(given) ? "standard input" : given.toString();
    }

    @Override
    public String when() {
        return "";
    }

    @Override
    public Origin origin() throws IOException {
        return new OfFile(String.valueOf(given.getFileName()), Sha256.of(file));
    }

    @Override
    public Map<String, String> scoring() {
        return Map.of(
                "measure", settings.measure().toString(), "iscrowd", settings.crowdIncluded() ? "include" : "exclude");
    }

    @Override
    public Function<String, Optional<Image>> known() {
        Map<String, Image> images = new HashMap<>();
        listed.forEach(image -> images.putIfAbsent(image.id(), image));
        return image -> Optional.ofNullable(images.get(image));
    }

    @Override
    public boolean isFile() {
        return true;
    }
}
