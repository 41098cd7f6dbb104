package dev.annorank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CONTRIBUTING.md says of every package what its package-info says, in an order in which each uses only those above. */
class ContributingTest {
    private static final Path PAGE = Path.of("CONTRIBUTING.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "annorank");
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\| .* \\|");

    /** The rows of the table, in its order. */
    private static List<String> rows() {
        String page = Docs.read(PAGE);
        int begin = page.indexOf("## Where things are");
        return page.substring(begin, page.indexOf("\n## ", begin))
                .lines()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
    }

    private static String packageOf(String row) {
        Matcher matcher = ROW.matcher(row);
        return matcher.matches() ? matcher.group(1) : "";
    }

    @Test
    void shouldSayOfEachPackageWhatItsPackageInfoSays() throws IOException {
        SortedMap<String, String> wanted = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.endsWith("package-info.java")).toList()) {
                String name = SOURCES.relativize(file.getParent()).toString().replace('/', '.');
                wanted.put(name, "| `" + name + "` | " + firstSentence(file) + " |");
            }
        }
        assertThat(rows())
                .as(
                        "\"Where things are\" of CONTRIBUTING.md has one line for each package-info.java below %s, with the first"
                                + " sentence of its Javadoc and without the full stop. Change the table, or the sentence, to\n%s\n"
                                + "with each package below those that it uses",
                        SOURCES, String.join("\n", wanted.values()))
                .containsExactlyInAnyOrderElementsOf(wanted.values());
    }

    /** Up to the first full stop that white space follows. */
    private static String firstSentence(Path file) {
        Matcher comment = COMMENT.matcher(Docs.read(file));
        assertThat(comment.find()).as("%s has a Javadoc comment", file).isTrue();
        String text = comment.group(1)
                .replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .strip();
        String sentence = text.split("\\.(?=\\s|$)", 2)[0].replaceAll("\\s+", " ");
        assertThat(sentence).as("first sentence of %s", file).isNotBlank().doesNotContain("{@", "<p>", "|");
        return sentence;
    }

    @Test
    void shouldListEachPackageBelowThoseItUses() {
        List<String> order = rows().stream().map(ContributingTest::packageOf).toList();
        List<String> wrong = new ArrayList<>();
        ArchitectureTest.MAIN.forEach(type -> type.getDirectDependenciesFromSelf()
                .forEach(dependency -> {
                    String from = relative(type.getPackageName());
                    String to = relative(dependency.getTargetClass().getPackageName());
                    if (!from.equals(to) && order.contains(from) && order.indexOf(to) > order.indexOf(from)) {
                        wrong.add(from + " uses " + to + ", which is below it (" + type.getSimpleName() + ")");
                    }
                }));
        assertThat(wrong).as("order of the table in CONTRIBUTING.md").isEmpty();
    }

    private static String relative(String packageName) {
        return packageName.startsWith(ArchitectureTest.ROOT)
                ? packageName.substring(ArchitectureTest.ROOT.length())
                : "";
    }
}
