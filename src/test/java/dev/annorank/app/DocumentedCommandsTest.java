package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.Docs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command lines in README.md, CONTRIBUTING.md and the manual are command lines, and no command is missing there. */
class DocumentedCommandsTest {
    /** A command line in a fence: alone, after variables, or after a prompt of another kind. */
    private static final Pattern FENCED = Pattern.compile("(?:\\s*[A-Z_]+=\\S+)*\\s*\\./annorank\\b(.*)");

    private static final Pattern INLINE = Pattern.compile("`(?:[A-Z_]+=\\S+ )*\\./annorank\\b([^`]*)`");
    /** An option named in a text, such as {@code --replace} or {@code --rate 400}. */
    private static final Pattern OPTION = Pattern.compile("`(--[a-z][a-z-]*)\\b[^`]*`");

    /** Of other programs: docker compose and kubectl. */
    private static final Set<String> OTHERS = Set.of("--build", "--profile");

    /** Every command line by where it is. */
    private static Map<String, List<String>> commandLines() {
        Map<Path, String> pages = new TreeMap<>(Docs.pages());
        Path contributing = Path.of("CONTRIBUTING.md");
        pages.put(contributing, Docs.read(contributing));
        Map<String, List<String>> lines = new TreeMap<>();
        pages.forEach((page, text) -> {
            for (String line : Docs.lines(text, true)) {
                Matcher command = FENCED.matcher(line);
                if (command.matches()) {
                    lines.put(page + ": " + line.strip(), words(command.group(1)));
                }
            }
            Matcher inline = INLINE.matcher(String.join("\n", Docs.lines(text, false)));
            while (inline.find()) {
                lines.put(page + ": " + inline.group(), words(inline.group(1)));
            }
        });
        return lines;
    }

    /** Without comments, redirections and what a reader replaces by something of his own. */
    private static List<String> words(String line) {
        String bare = line.replaceFirst("\\s#.*$", "").replaceFirst("\\s[<>|].*$", "");
        return Arrays.stream(bare.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void shouldParse_whateverCommandLineIsShown() {
        Map<String, List<String>> lines = commandLines();
        assertThat(lines).hasSizeGreaterThan(35);
        List<String> wrong = new ArrayList<>();
        lines.forEach((place, words) -> {
            if (words.isEmpty() || words.equals(List.of("COMMAND", "--help"))) {
                return;
            }
            String[] args =
                    words.stream().map(word -> word.equals("N") ? "5" : word).toArray(String[]::new);
            try {
                Main.commandLine(args).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
            } catch (ParameterException e) {
                wrong.add(place + ": " + e.getMessage());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldShowEveryCommand() {
        Set<String> shown = new TreeSet<>();
        commandLines().values().stream().filter(words -> !words.isEmpty()).forEach(words -> shown.add(words.get(0)));
        assertThat(shown)
                .containsAll(new CommandLine(new Main()).getSubcommands().keySet());
        String page = Docs.page("command-line.md");
        new CommandLine(new Main())
                .getSubcommands()
                .get("topics")
                .getSubcommands()
                .keySet()
                .forEach(name -> assertThat(page).contains("`topics " + name + "`"));
    }

    @Test
    void shouldNameNoOptionThatDoesNotExist() {
        Set<String> known = new TreeSet<>(OTHERS);
        addOptions(new CommandLine(new Main()), known);
        Docs.pages().forEach((page, text) -> {
            Matcher option = OPTION.matcher(text);
            while (option.find()) {
                assertThat(known).as("%s: %s", page, option.group()).contains(option.group(1));
            }
        });
    }

    private static void addOptions(CommandLine command, Set<String> names) {
        command.getCommandSpec().options().forEach(option -> names.addAll(Arrays.asList(option.names())));
        command.getSubcommands().values().forEach(sub -> addOptions(sub, names));
    }
}
