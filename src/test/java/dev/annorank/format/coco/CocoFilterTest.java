package dev.annorank.format.coco;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.FileProblem;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoFilterTest {
    private final Path folder;

    CocoFilterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CocoFilter open(String json, Set<String> kept, Set<String> known) throws IOException {
        Path file = Files.writeString(folder.resolve("in.json"), json);
        return CocoFilter.open(file, kept, known::contains, ProblemHandler.STRICT, Progress.NONE);
    }

    private static String text(CocoFilter filter) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        filter.write(out, false);
        return out.toString(UTF_8);
    }

    @Test
    void shouldLeaveOutOtherImagesAndTheirAnnotations_whereverTheImageIsNamed() throws IOException {
        CocoFilter filter = open(
                "{\"annotations\":[{\"image_id\":1,\"id\":1},{\"id\":2,\"segmentation\":[[1,2]],\"image_id\":2},"
                        + "{\"id\":2,\"image_id\":\"1\"},{\"id\":4,\"image_id\":3}],"
                        + "\"categories\":[{\"id\":1},{\"id\":2}],"
                        + "\"images\":[{\"id\":1},{\"id\":2},{\"width\":3,\"id\":3}]}",
                Set.of("1", "7"),
                Set.of("2"));
        assertThat(filter.missing().first()).containsExactly("7");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(filter.write(out, false)).isEqualTo(new CocoFilter.Counts(1, 1, 1, 2, 2, 0, false, 0));
        assertThat(out.toString(UTF_8)).isEqualTo("""
                {
                "annotations": [
                {"image_id":1,"id":1},
                {"id":2,"image_id":"1"}
                ],
                "categories": [{"id":1},{"id":2}],
                "images": [
                {"id":1}
                ]
                }
                """);
    }

    @Test
    void shouldCopyNumbersAndFieldsAsTheyAreSpelled() throws IOException {
        String item = "{\"a\":1.50,\"b\":1e3,\"c\":-0,\"d\":123456789012345678901234567890,\"e\":0.1000000000000000055,"
                + "\"f\":[NaN,-Infinity,null,true,{\"g\":{}}],\"id\":7,\"\u00e9\\\"\":\"\u4e2d \\\"\\\\ \\n\"}";
        String json = "{\"info\":{\"year\":2020.0},\"images\":[" + item + "],\"annotations\":[]}";
        String out = text(open(json, Set.of("7"), Set.of()));
        assertThat(out)
                .isEqualTo(
                        "{\n\"info\": {\"year\":2020.0},\n\"images\": [\n" + item + "\n],\n\"annotations\": []\n}\n");
    }

    @Test
    void shouldCopyHalfASurrogatePair_whenAFieldHoldsOne() throws IOException {
        String json = "{\"images\":[{\"id\":1,\"note\":\"\\uD83D and \\uD83D\\uDE00\"}]}";
        assertThat(text(open(json, Set.of("1"), Set.of()))).contains("\"note\":\"\\uD83D and \\uD83D\\uDE00\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"annotations":[]}                        | has no list "images"
            {"images":{}}                             | images is an object; it must be a list
            {"images":[],"images":[]}                 | has the list "images" twice
            {"images":[{"id":1.5}]}                   | images[0].id is 1.5
            {"images":[{"id":null}]}                  | images[0].id is missing
            {"images":[7]}                            | images[0] is 7; it must be an object
            {"images":[null]}                         | images[0] is null; it must be an object
            {"images":[{"id":1},{"id":1,"width":2}]}  | image "1" is listed twice and differently
            {"images":[],"annotations":[{"id":1}]}    | annotations[0].image_id is missing
            {"images":[],"annotations":[{"image_id":[1]}]} | annotations[0].image_id is an array
            {"images":[],"annotations":[null]}        | annotations[0] is null; it must be an object
            {"images":[],"annotations":[{"image_id":1}]} | annotations[0].image_id is "1", which is not in "images"
            {"annotations":[{"image_id":1}],"images":[]} | annotations[0].image_id is "1", which is not in "images"
            {"images":[{"id":1}],"annotations":[      | is not JSON: it ends too early
            {"images":[{"id":1}]} x                   | is not JSON
            """)
    void shouldNameThePlace_whenTheFileIsBroken(String json, String message) {
        assertThatThrownBy(() -> open(json, Set.of("1"), Set.of()))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldThrowTheFailure_whenTheTargetTakesNoMore() throws IOException {
        CocoFilter filter = open("{\"images\":[{\"id\":1}]}", Set.of("1"), Set.of());
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> filter.write(full, false))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private static final String ODD = """
            {"annotations": [null, {"id": 1, "image_id": 1, "segmentation": "x"}, 7, {"id": 2}, {"image_id": null},
                             {"id": 3, "image_id": 1.5}, {"id": 4, "image_id": {"a": [1]}}, {"id": 5, "image_id": 9},
                             {"id": 6, "image_id": 9}, [{"image_id": 1}], {"image_id": 1, "category_id": 99, "id": null}],
             "images": [null, {"id": 1, "file_name": 123, "width": -1}, "x", {"file_name": "a"}, {"id": 2.5},
                        {"id": 1, "file_name": "other"}, {"id": 2}],
             "categories": [null, {"id": 1}]}
            """;

    @Test
    void shouldKeepAllOfAKeptImageAndNameWhatNamesNone_whenEntriesAreOdd() throws IOException {
        Path file = Files.writeString(folder.resolve("odd.json"), ODD);
        List<FileProblem> problems = new ArrayList<>();
        CocoFilter filter = CocoFilter.open(file, Set.of("1"), "2"::equals, problems::add, Progress.NONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // 5 images, 7 annotations that name none, and 2 of an image that is not listed.
        assertThat(filter.write(out, false)).isEqualTo(new CocoFilter.Counts(1, 1, 0, 2, 9, 14, false, 0));
        assertThat(out.toString(UTF_8)).isEqualTo("""
                {
                "annotations": [
                {"id":1,"image_id":1,"segmentation":"x"},
                {"image_id":1,"category_id":99,"id":null}
                ],
                "images": [
                {"id":1,"file_name":123,"width":-1}
                ],
                "categories": [null,{"id":1}]
                }
                """);
        assertThat(problems)
                .extracting(FileProblem::message)
                .hasSize(13)
                .anySatisfy(message -> assertThat(message)
                        .startsWith("annotations[7].image_id is \"9\", which is not in \"images\"")
                        .endsWith("(and so in 1 more)"));
    }

    @Test
    void shouldTakeWholeNumbersWrittenAsFloatsForIds_andCopyThemAsTheyAreSpelled() throws IOException {
        CocoFilter filter = open(
                "{\"images\":[{\"id\":3.0,\"file_name\":\"\\ud83d\"},{\"id\":4.0}],\"annotations\":[{\"id\":1.0,"
                        + "\"image_id\":3},{\"id\":1,\"image_id\":3.0,\"segmentation\":[]},{\"image_id\":4}]}",
                Set.of("3"),
                Set.of("4"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(filter.write(out, false)).isEqualTo(new CocoFilter.Counts(1, 1, 0, 2, 1, 0, false, 1));
        assertThat(out.toString(UTF_8))
                .contains("{\"id\":3.0,\"file_name\":\"\\uD83D\"}\n]", "{\"id\":1.0,\"image_id\":3},")
                .contains("{\"id\":1,\"image_id\":3.0,\"segmentation\":[]}\n]");
    }

    @Test
    void shouldWriteAnImageOnce_whenItIsListedTwice() throws IOException {
        CocoFilter filter = open("{\"images\":[{\"id\":1,\"x\":1},{\"id\":1,\"x\":2}]}", Set.of("1"), Set.of());
        assertThat(text(filter)).isEqualTo("{\n\"images\": [\n{\"id\":1,\"x\":1}\n]\n}\n");
    }

    private static final String REPEATED =
            "{\"images\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],\"annotations\":["
                    + "{\"id\":7,\"image_id\":\"a\"},{\"id\":7,\"image_id\":\"c\"},{\"image_id\":\"b\",\"id\":7},"
                    + "{\"image_id\":\"b\"},{\"id\":[1],\"image_id\":\"a\"},{\"id\":\"7\",\"image_id\":\"a\"}]}";

    @Test
    void shouldNameIdsThatRepeatAcrossKeptImages() throws IOException {
        CocoFilter filter = open(REPEATED, Set.of("a", "b"), Set.of("c"));
        assertThat(filter.write(OutputStream.nullOutputStream(), false).repeatedIds())
                .isEqualTo(2);
        assertThat(filter.repeatedIds().first()).containsExactly("7 (images a and b)", "7 (images a and a)");
    }

    @Test
    void shouldNumberAnnotationsInTheFilesOrder_whenAskedTo() throws IOException {
        CocoFilter filter = open(REPEATED, Set.of("a", "b"), Set.of("c"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(filter.write(out, true)).isEqualTo(new CocoFilter.Counts(2, 1, 0, 5, 1, 0, true, 0));
        assertThat(out.toString(UTF_8)).endsWith("""
                "annotations": [
                {"id":1,"image_id":"a"},
                {"image_id":"b","id":2},
                {"image_id":"b","id":3},
                {"id":4,"image_id":"a"},
                {"id":5,"image_id":"a"}
                ]
                }
                """);
    }
}
