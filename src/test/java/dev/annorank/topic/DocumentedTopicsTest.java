package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.Docs;
import dev.annorank.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual lists every topic, every header and every reason of a rejection, and names no other topic or header. */
class DocumentedTopicsTest {
    private static final Pattern NAME = Pattern.compile("(?<![\\w/-])annorank\\.[a-z]+(?:-[a-z]+)*");
    private static final Pattern REASON = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| .+ \\|$");

    private static final List<String> HEADERS = List.of(
            RecordFormat.FORMAT,
            DeadLetters.REASON,
            DeadLetters.ERROR,
            DeadLetters.TOPIC,
            DeadLetters.PARTITION,
            DeadLetters.OFFSET,
            DeadLetters.TIMESTAMP,
            DeadLetters.FULL_LENGTH,
            DeadLetters.KEY_LENGTH,
            DeadLetters.DROPPED_HEADERS);

    @Test
    void shouldListEveryTopicAndHeader() {
        String page = Docs.page("topics.md");
        Topics.standard().all().forEach(topic -> assertThat(page).contains("| `" + topic + "` |"));
        HEADERS.forEach(header -> assertThat(page).contains("`" + header + "`"));
    }

    @Test
    void shouldListEveryReason_andNoOther() {
        String page = Docs.page("topics.md");
        String table = page.substring(page.indexOf("| reason |"));
        assertThat(REASON.matcher(table).results().map(row -> row.group(1)).toList())
                .as("reasons in docs/topics.md")
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::code).toList());
    }

    @Test
    void shouldNameNoTopicOrHeaderThatDoesNotExist() {
        Set<String> known = new TreeSet<>(Topics.standard().all());
        known.addAll(HEADERS);
        known.add("annorank.properties");
        Docs.pages().forEach((page, text) -> {
            Matcher name = NAME.matcher(text);
            while (name.find()) {
                assertThat(known).as("%s: topics and headers", page).contains(name.group());
            }
        });
    }
}
