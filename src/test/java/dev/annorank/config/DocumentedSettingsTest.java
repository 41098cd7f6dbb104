package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.Docs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual lists the settings of the default file, with their defaults, and names no other ones. */
class DocumentedSettingsTest {
    private static final Pattern LINE = Pattern.compile("(#?)([a-z][a-z0-9.]*)=(.*)");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\| (?:`([^`]*)`)? *\\| .+ \\|");
    /** A name with dots, alone or with a value: inline, or behind --set. */
    private static final Pattern NAME =
            Pattern.compile("(?:`|--set )([a-z]+(?:\\.[a-z0-9]+)+)(?:=[^`\\s]*)?(?=[`\\s])");

    private static final Pattern VARIABLE = Pattern.compile("\\bANNORANK_([A-Z_]+)");
    private static final Set<String> EVENT_TYPES =
            Set.of("annotation.upserted", "annotation.deleted", "image.replaced", "image.deleted");

    /** The defaults by key; empty where the default is none, or depends on the machine and is commented out. */
    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("config", "annorank.properties"))) {
            Matcher setting = LINE.matcher(line);
            if (setting.matches()) {
                defaults.put(setting.group(2), setting.group(1).isEmpty() ? setting.group(3) : "");
            }
        }
        return defaults;
    }

    @Test
    void shouldListEverySettingWithItsDefault() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        Docs.page("configuration.md")
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> listed.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
        assertThat(listed)
                .as("tables of docs/configuration.md, and config/annorank.properties")
                .isEqualTo(defaults());
    }

    @Test
    void shouldNameNoSettingThatDoesNotExist() throws IOException {
        Set<String> own = defaults().keySet();
        Set<String> known = new TreeSet<>(own);
        known.addAll(EVENT_TYPES);
        Stream.of(
                        KafkaKeys.STREAMS_ONLY,
                        KafkaKeys.PRODUCER_ONLY,
                        KafkaKeys.CONSUMER_ONLY,
                        KafkaKeys.ADMIN_ONLY,
                        KafkaKeys.COMMON)
                .forEach(known::addAll);
        Set<String> beginnings =
                own.stream().map(key -> key.replaceFirst("\\..*", "")).collect(Collectors.toSet());
        TreeSet<String> named = new TreeSet<>();
        Docs.pages().forEach((page, text) -> {
            Matcher name = NAME.matcher(text);
            while (name.find()) {
                if (beginnings.contains(name.group(1).replaceFirst("\\..*", ""))) {
                    named.add(name.group(1));
                    assertThat(known).as("%s: settings", page).contains(name.group(1));
                }
            }
            Matcher variable = VARIABLE.matcher(text);
            while (variable.find()) {
                String key = variable.group(1).toLowerCase(Locale.ROOT).replace('_', '.');
                assertThat(key.equals("java.opts") || own.contains(key))
                        .as("%s: %s", page, variable.group())
                        .isTrue();
            }
        });
        assertThat(named).hasSizeGreaterThan(40);
    }
}
