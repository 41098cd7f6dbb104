package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class UsageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                          | a command is missing
            rnak                                        | rnak
            --verbose                                   | --verbose
            rank                                        | Missing required parameter: 'FILE'
            rank FILE --colour red                      | --colour
            rank FILE FILE                              | FILE
            rank FILE --output                          | --output
            rank FILE --measure circle                  | measure is "circle" (flag --measure); it must be one of contour, polygon
            rank FILE --set ranking.tolerance=2         | ranking.tolerance is "2" (flag --set ranking.tolerance); it must be a number of at least 0 and below 1
            rank FILE --set ranking.tolerence=0         | unknown key ranking.tolerence (flag --set ranking.tolerence); did you mean ranking.tolerance?
            rank FILE --set ranking.tolerance           | --set
            rank FILE --config FOLDER/none.properties   | none.properties cannot be read: no such file
            rank FILE --config FOLDER                   | cannot be read: it is a folder
            load                                        | Missing required parameter: 'FILE'
            load FILE --rate fast                       | --rate
            load FILE --rate 0                          | --rate is 0.0; it must be above 0
            load FILE --rate NaN                        | --rate is NaN; it must be above 0
            load FILE --event-version -1                | --event-version is -1; it must not be negative
            load FILE --yes                             | --yes is for --replace
            load FILE --dataset a/b                     | dataset is "a/b"
            load FILE --format xml                      | --format
            demo --events 0                             | --events is 0; it must be at least 1
            demo --rate -1                              | --rate is -1.0; it must be above 0
            demo --seed x                               | --seed
            serve --port 99999                          | http.port is "99999" (flag --port)
            serve --port http                           | --port
            serve --embedded --bootstrap-servers a:1    | --embedded brings its own broker
            watch --dataset a/b                         | dataset is "a/b"
            watch now                                   | now
            topics                                      | say apply, check or skip
            topics skip --topic t --partition 0         | --offset
            topics drop                                 | drop
            topics apply --replicas many                | --replicas
            topics apply --replicas 0                   | --replicas is 0; it must be at least 1
            topics check --replicas -3                  | --replicas is -3; it must be at least 1
            bench --images 0                            | --images is 0; it must be at least 1
            bench --repeat 0                            | --repeat is 0; it must be at least 1
            bench speed                                 | speed
            bench --set ranking.tolerance=2             | ranking.tolerance is "2" (flag --set ranking.tolerance)
            """)
    void shouldExitWith2AndSayWhatIsWrong_whenUsageIsWrong(String line, String message) throws IOException {
        Path file =
                Files.writeString(folder.resolve("file.json"), "{\"images\":[],\"categories\":[],\"annotations\":[]}");
        List<Object> args = new ArrayList<>();
        for (String word : line.split(" +", -1)) {
            if (!word.isEmpty()) {
                args.add(word.replace("FOLDER", folder.toString()).replace("FILE", file.toString()));
            }
        }
        CommandRun run = CommandRun.of(args.toArray());
        assertThat(run.code()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message).doesNotContain("\tat ").doesNotContain("defect");
    }

    @Test
    void shouldExplainItself_whenAskedForHelp() {
        CommandRun help = CommandRun.of("help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).containsIgnoringWhitespaces("Exit codes: 0 fine, 1 failed, 2 wrong usage");
        assertThat(CommandRun.of("--help")).isEqualTo(help);
        assertThat(CommandRun.of("-h")).isEqualTo(help);
        CommandLine main = new CommandLine(new Main());
        main.getSubcommands().keySet().forEach(name -> assertThat(help.out()).contains("  " + name));
        CommandRun version = CommandRun.of("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("annorank ");
    }

    @Test
    void shouldMentionEveryOption_whenACommandIsAskedForHelp() {
        CommandLine main = new CommandLine(new Main());
        requireExplained(List.of(), main);
        assertThat(CommandRun.of("help", "rank").out())
                .isEqualTo(CommandRun.of("rank", "--help").out());
    }

    private static void requireExplained(List<String> path, CommandLine command) {
        List<String> args = new ArrayList<>(path);
        args.add("--help");
        CommandRun run = CommandRun.of(args.toArray());
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(run.out()).as("%s", path).contains(option.names());
            assertThat(String.join("", option.description()))
                    .as("%s of %s", option.longestName(), path)
                    .isNotBlank();
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            assertThat(run.out()).as("%s", path).contains(parameter.paramLabel());
        }
        for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
            if (!sub.getKey().equals("help")) {
                List<String> longer = new ArrayList<>(path);
                longer.add(sub.getKey());
                requireExplained(longer, sub.getValue());
            }
        }
    }
}
