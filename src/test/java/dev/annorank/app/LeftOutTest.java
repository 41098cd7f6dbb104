package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code rank} leaves out of a file, and what it says of that. */
class LeftOutTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD = "[[1,1,9,1,9,9]]";

    @TempDir
    private Path folder;

    private Path write(String... segmentations) throws IOException {
        StringBuilder annotations = new StringBuilder();
        for (int i = 0; i < segmentations.length; i++) {
            annotations
                    .append(i == 0 ? "" : ",\n")
                    .append("{\"id\":" + (i + 1) + ",\"image_id\":1,\"category_id\":1,\"segmentation\":"
                            + segmentations[i] + "}");
        }
        return Files.writeString(
                folder.resolve("file.json"),
                "{\"images\":[{\"id\":1,\"width\":10,\"height\":10}],\"categories\":[{\"id\":1,\"name\":\"c\"}],"
                        + "\"annotations\":[\n" + annotations + "]}");
    }

    @Test
    void shouldCountByKindAndShowTheFirstThree() throws IOException {
        Path file = write("[]", GOOD, "null", "[[1,2,3]]", "{}", "\"\"", "{\"size\":[10,10],\"counts\":[5]}");
        CommandRun run = CommandRun.of("rank", file);
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.err()).startsWith("""
                annorank: FILE: 6 of 7 annotations left out:
                  4 without a mask
                    line 2, column 1: annotation 1 of image 1: annotations[0].segmentation is missing, empty or a box of 4 numbers; an instance needs a mask
                    line 4, column 1: annotation 3 of image 1: annotations[2].segmentation is missing, empty or a box of 4 numbers; an instance needs a mask
                    line 6, column 1: annotation 5 of image 1: annotations[4].segmentation is missing, empty or a box of 4 numbers; an instance needs a mask
                    ... and 1 more
                  1 with a broken polygon
                    line 5, column 1: annotation 4 of image 1: annotations[3].segmentation[0] has an odd number of coordinates: 3; they must be pairs x, y
                  1 with broken run lengths
                    line 8, column 1: annotation 7 of image 1: segmentation.counts: the runs add up to 5 px, 95 px short of the mask's 10 x 10 = 100 px
                annorank: --problems FILE writes all of them, --strict refuses such a file
                """.replace("FILE:", file + ":"));
    }

    @Test
    void shouldWriteAllProblems_whateverComesOfTheCommand() throws IOException {
        Path file = write("[]", GOOD, "[[1,2,3]]");
        for (boolean strict : new boolean[] {false, true}) {
            Path problems = folder.resolve("problems" + strict + ".jsonl");
            CommandRun run = strict
                    ? CommandRun.of("rank", file, "--problems", problems, "--strict")
                    : CommandRun.of("rank", file, "--problems", problems);
            assertThat(run.code()).as("%s", run).isEqualTo(strict ? 1 : 0);
            List<String> lines = Files.readAllLines(problems);
            assertThat(lines).hasSize(2);
            JsonNode first = JSON.readTree(lines.get(0));
            assertThat(first.get("kind").asText()).isEqualTo("no-mask");
            assertThat(first.get("line").asInt()).isEqualTo(2);
            assertThat(first.get("column").asInt()).isEqualTo(1);
            assertThat(first.get("path").asText()).isEqualTo("annotations[0]");
            assertThat(first.get("annotation").asText()).isEqualTo("1");
            assertThat(first.get("image").asText()).isEqualTo("1");
            assertThat(first.get("reason").asText()).contains("segmentation is missing");
            assertThat(JSON.readTree(lines.get(1)).get("kind").asText()).isEqualTo("polygon");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[1,2,3]]", "{\"size\":[10,10],\"counts\":[5]}"})
    void shouldFail_whenNothingCanBeUsed(String segmentation) throws IOException {
        Path output = folder.resolve("ranking.csv");
        CommandRun run = CommandRun.of("rank", write(segmentation, segmentation), "-o", output);
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err()).contains("none of its 2 annotations can be used", "annotation 2 of image 1");
        assertThat(output).doesNotExist();
    }

    @Test
    void shouldRankNothingWithoutComplaint_whenAFileHasNoAnnotations() throws IOException {
        CommandRun run = CommandRun.of("rank", write());
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err()).startsWith("annorank: 0 of 1 images ranked");
    }

    @Test
    void shouldNameTheImages_whenMasksReachFarOutside() throws IOException {
        CommandRun run = CommandRun.of("rank", write("[[1,1,9,1,9,90]]"));
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err())
                .contains("1 of 1 masks reach far outside their image, among them all of 1 image (1): its width and"
                        + " height may be swapped");
    }

    @Test
    void shouldSayWhyInstancesScoreNothing() throws IOException {
        CommandRun run = CommandRun.of("rank", write(GOOD, "[[1,1]]", "[[-5,-5,-3,-5,-3,-3]]"));
        assertThat(run.err())
                .contains(
                        "2 of 3 instances score 0: 1 without area (a point or a line), 1 outside their image or empty\n");
    }

    @Test
    void shouldSayItShortly_whenThereAreManyProblems() throws IOException {
        Path file = write(Collections.nCopies(20_000, "[]").toArray(String[]::new));
        CommandRun run = CommandRun.of("rank", file, "--problems", folder.resolve("all.jsonl.gz"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines()).hasSizeLessThan(12);
    }
}
