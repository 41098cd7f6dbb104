package dev.annorank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** README.md, CONTRIBUTING.md and the manual lead somewhere, and the manual's index lists every page. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final int LONGEST_README = 150;

    @Test
    void shouldLeadSomewhere_whenARelativeLinkIsFollowed() {
        Map<Path, String> pages = new HashMap<>(Docs.pages());
        Path contributing = Path.of("CONTRIBUTING.md");
        pages.put(contributing, Docs.read(contributing));
        List<String> wrong = new ArrayList<>();
        int links = 0;
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            Matcher link = LINK.matcher(String.join("\n", Docs.lines(page.getValue(), false)));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*")) {
                    links++;
                    problem(page.getKey(), link.group(1)).ifPresent(wrong::add);
                }
            }
        }
        assertThat(links).isGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    private static Optional<String> problem(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return Optional.of(page + " links to " + link + ", which does not exist");
        }
        if (parts.length == 2 && !anchors(target).contains(parts[1])) {
            return Optional.of(page + " links to " + link + "; the headings there are " + anchors(target));
        }
        return Optional.empty();
    }

    /** As GitHub makes them of headings: lower case, hyphens for spaces, without other signs. */
    private static Set<String> anchors(Path page) {
        return Docs.lines(Docs.read(page), false).stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldBeListedInTheIndex_andLinkedFromTheReadme() throws IOException {
        String index = Docs.page("README.md");
        String readme = Docs.read(Docs.README);
        for (Path page : Docs.pages().keySet()) {
            String name = page.getFileName().toString();
            if (!name.equals("README.md")) {
                assertThat(index).as("docs/README.md lists every page").contains("(" + name + ")");
                assertThat(readme).as("README.md links every page").contains("(docs/" + name);
            }
        }
        try (var files = Files.walk(Docs.FOLDER)) {
            assertThat(files.filter(Files::isDirectory))
                    .as("the manual is one folder")
                    .containsOnly(Docs.FOLDER);
        }
    }

    @Test
    void shouldStayALandingPage() {
        assertThat(Docs.read(Docs.README).lines().count())
                .as("lines of README.md; what is longer belongs in docs/")
                .isLessThan(LONGEST_README);
    }
}
