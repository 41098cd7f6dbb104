package dev.annorank.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return CocoFilter.open(file, kept, known::contains, Progress.NONE);
    }

    private static String text(CocoFilter filter) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        filter.write(out);
        return out.toString(UTF_8);
    }

    @Test
    void shouldLeaveOutOtherImagesAndTheirAnnotations_whereverTheImageIsNamed() throws IOException {
        CocoFilter filter = open(
                "{\"annotations\":[{\"image_id\":1,\"id\":1},{\"id\":2,\"segmentation\":[[1,2]],\"image_id\":2},"
                        + "{\"id\":2,\"image_id\":\"1\"},{\"id\":4,\"image_id\":9}],"
                        + "\"categories\":[{\"id\":1},{\"id\":2}],"
                        + "\"images\":[{\"id\":1},{\"id\":2},{\"width\":3,\"id\":3}]}",
                Set.of("1", "7"),
                Set.of("2"));
        assertThat(filter.missing()).isEqualTo(1);
        assertThat(filter.missing(5)).containsExactly("7");
        assertThat(text(filter)).isEqualTo("""
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
        assertThat(filter.write(OutputStream.nullOutputStream())).isEqualTo(new CocoFilter.Counts(1, 1, 1, 2, 2));
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
            {"images":[],"annotations":[{"id":1}]}    | annotations[0].image_id is missing
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
        assertThatThrownBy(() -> filter.write(full))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }
}
