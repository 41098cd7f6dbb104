package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Odd files as people have them: what can be used is ranked, what cannot is left out and named. */
@EnabledIf("isPresent")
class OddFilesTest {
    private static final Path FILES =
            Path.of(System.getProperty("annorank.data", "../shared/data")).resolve("odd-files");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path output;

    static boolean isPresent() {
        return Files.isDirectory(FILES);
    }

    @BeforeEach
    void nameOutput() {
        output = folder.resolve("ranking.csv");
    }

    static Stream<String> expected() throws IOException {
        return Files.readAllLines(FILES.resolve("expected.tsv")).stream().skip(1);
    }

    @ParameterizedTest
    @MethodSource("expected")
    void shouldRankWhatCanBeUsed(String row) throws IOException {
        Path file = FILES.resolve(row.substring(0, row.indexOf('\t')));
        String expected = row.substring(row.indexOf('\t') + 1);
        CommandRun run = CommandRun.of("rank", file, "-o", output);
        CommandRun strict = CommandRun.of("rank", "--strict", file, "-o", folder.resolve("strict.csv"));
        switch (expected) {
            case "same" -> {
                assertThat(run.code()).as("%s", run).isZero();
                assertThat(output).hasSameTextualContentAs(ranked(FILES.resolve("baseline.json")));
                assertThat(strict.code()).as("%s", strict).isZero();
            }
            case "left_out" -> {
                assertThat(run.code()).as("%s", run).isZero();
                assertThat(output).hasSameTextualContentAs(ranked(withoutAnnotation3()));
                assertThat(run.err())
                        .contains("1 of 3 annotations left out", "annotation 3 of image ", "--problems", "--strict");
                assertThat(strict.code()).as("%s", strict).isEqualTo(1);
                assertThat(strict.err()).contains(file + ": line 1, column 429: annotation 3 of image ");
                assertThat(folder.resolve("strict.csv")).doesNotExist();
            }
            case "error" -> {
                assertThat(run.code()).as("%s", run).isEqualTo(1);
                assertThat(output).doesNotExist();
                assertThat(run.err()).startsWith("annorank: " + file).doesNotContain("\tat ");
            }
            default -> throw new AssertionError("what is " + expected + "?");
        }
    }

    @Test
    void shouldSayWhatItIs_whenItIsNoAnnotationFile() {
        assertThat(error("git_lfs_pointer.json")).contains("Git LFS pointer", "git lfs pull");
        assertThat(error("html.json")).contains("web page");
        assertThat(error("results_list.json")).contains("results of a model");
        assertThat(error("panoptic.json")).contains("panoptic");
        assertThat(error("comment.json")).contains("comment").doesNotContain("Feature");
    }

    private String error(String name) {
        CommandRun run = CommandRun.of("rank", FILES.resolve(name), "-o", output);
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(output).doesNotExist();
        return run.err();
    }

    @Test
    void shouldNameTheWayOut_whenAllAreCrowds() throws IOException {
        Path file = FILES.resolve("all_crowd_as_cvat_brush_export.json");
        CommandRun run = CommandRun.of("rank", file, "-o", output);
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err()).contains("3 of 3 instances score 0", "--iscrowd include");
        assertThat(Files.readAllLines(output)).hasSize(1);
        CommandRun included = CommandRun.of("rank", file, "--iscrowd", "include", "-o", output);
        assertThat(included.err()).doesNotContain("score 0");
        assertThat(output).hasSameTextualContentAs(ranked(FILES.resolve("baseline.json")));
    }

    @Test
    void shouldSaySo_whenAnnotationIdsRepeatAcrossImages() {
        CommandRun run = CommandRun.of("rank", FILES.resolve("annotation_ids_repeat_across_images.json"), "-o", output);
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err()).contains("4 annotations share their id with one of another image", "--renumber");
        assertThat(run.err()).contains("5 of 5 images ranked");
    }

    private Path ranked(Path file) {
        Path ranking = folder.resolve("expected.csv");
        CommandRun run = CommandRun.of("rank", "--strict", file, "-o", ranking);
        assertThat(run.code()).as("%s", run).isZero();
        return ranking;
    }

    private Path withoutAnnotation3() throws IOException {
        ObjectNode root =
                (ObjectNode) JSON.readTree(FILES.resolve("baseline.json").toFile());
        List<JsonNode> kept = Stream.of(0, 1).map(root.get("annotations")::get).toList();
        ArrayNode annotations = root.putArray("annotations");
        kept.forEach(annotations::add);
        return Files.writeString(folder.resolve("without.json"), root.toString());
    }
}
