package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.annorank.Docs;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual lists every path of HTTP and names no other; {@link OpenApiTest} holds the description to the routes. */
class DocumentedRoutesTest {
    /** A path by itself or behind the address of the examples, up to its query. */
    private static final Pattern PATH =
            Pattern.compile("(?<=[`\\s'\"\\[]|:8080)(/(?:v1|health|metrics|webjars|openapi)[^\\s`'\"?)\\]]*)");

    private static JsonNode paths() throws IOException {
        try (InputStream in = DocumentedRoutesTest.class.getResourceAsStream("/openapi.json")) {
            return new JsonMapper().readTree(in).get("paths");
        }
    }

    @Test
    void shouldListEveryRoute() throws IOException {
        String page = Docs.page("http.md");
        Set<String> missing = new TreeSet<>();
        paths().properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    String route = method.toUpperCase(Locale.ROOT) + " " + path.getKey();
                    if (!page.contains("`" + route + "`") && !page.contains("`" + route + "?")) {
                        missing.add(route);
                    }
                }));
        assertThat(missing).as("routes that docs/http.md does not list").isEmpty();
    }

    @Test
    void shouldNameNoPathThatDoesNotExist() throws IOException {
        List<Pattern> templates = new ArrayList<>();
        paths().fieldNames()
                .forEachRemaining(path -> templates.add(Pattern.compile(
                        path.replace(".", "\\.").replace("{id}", ".+").replaceAll("\\{[a-z]+}", "[^/]+"))));
        Set<String> wrong = new TreeSet<>();
        int found = 0;
        for (var page : Docs.pages().entrySet()) {
            Matcher path = PATH.matcher(page.getValue());
            while (path.find()) {
                found++;
                String named = path.group(1);
                if (templates.stream()
                        .noneMatch(template -> template.matcher(named).matches())) {
                    wrong.add(page.getKey() + ": " + named);
                }
            }
        }
        assertThat(found).isGreaterThan(30);
        assertThat(wrong).isEmpty();
    }
}
