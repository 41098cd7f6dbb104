package dev.annorank.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.Docs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manual lists every meter, with its tags and its help text, and names no other. */
class DocumentedMetersTest {
    private static final Pattern NAME = Pattern.compile("\\bannorank_[a-z_]+");

    @Test
    void shouldListEveryMeter() {
        List<String> listed = Docs.page("metrics.md")
                .lines()
                .filter(line -> line.startsWith("| `annorank_"))
                .toList();
        List<String> wanted =
                Arrays.stream(Catalogue.values()).map(DocumentedMetersTest::row).toList();
        assertThat(listed)
                .as("table of docs/metrics.md, which should be\n%s", String.join("\n", wanted))
                .isEqualTo(wanted);
    }

    private static String row(Catalogue meter) {
        String tags = meter.tagKeys().stream()
                .map(tag -> "`" + tag.replace('.', '_') + "`")
                .collect(Collectors.joining(", "));
        return "| `" + name(meter) + "` | " + tags + " | " + meter.meaning() + " |";
    }

    /** A timer has several samples, of one name and different ends. */
    private static String name(Catalogue meter) {
        return meter.sampleNames().get(0).replaceFirst("_bucket$", "");
    }

    @Test
    void shouldNameNoMeterThatDoesNotExist() {
        Set<String> known = new TreeSet<>();
        for (Catalogue meter : Catalogue.values()) {
            known.add(name(meter));
            known.addAll(meter.sampleNames());
        }
        for (var page : Docs.pages().entrySet()) {
            Path path = page.getKey();
            Matcher name = NAME.matcher(page.getValue());
            while (name.find()) {
                assertThat(known).as("%s: meters", path).contains(name.group());
            }
        }
    }
}
