package dev.annorank.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.FileProblem.Kind;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoFileProblemsTest {
    private static final String LISTS =
            "\"images\":[{\"id\":1,\"width\":2,\"height\":3}],\"categories\":[{\"id\":7,\"name\":\"Cup\"}]";
    private static final String SOUND = "{\"id\":1,\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2,3,4]]}";

    private final Path folder;

    CocoFileProblemsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|is empty",
                "[]|line 1, column 1: is an array, not an object with images, annotations and categories; is it a file of results?",
                "{}|has no list \"images\"; is it a COCO annotation file?",
                "{\"images\":[]}|has no list \"categories\"; is it a COCO annotation file?",
                "{\"images\":[],\"categories\":[]}|has no list \"annotations\"; is it a COCO annotation file?",
                "{\"images\":{},\"categories\":[]}|line 1, column 11: images is an object; it must be a list",
                "{\"images\":[],\"categories\":[],\"annotations\":null}|line 1, column 44: annotations is null; it must be a list",
                "{\"images\":[],\"categories\":[],\"annotations\":[],\"images\":[]}|line 1, column 56: has the list \"images\" twice; join the two",
                "{\"images\":[],\"categories\":[],\"annotations\":[]} 1|line 1, column 48: is not JSON: more follows after its end: 1",
                "{\"images\":[{\"id\"|line 1, column 17: is not JSON: it ends too early, at images[0].id",
                "{\"images\":[],\"categories\":[],\"annotations\":[{\"id\":1},{\"id\":2,|line 1, column 62: is not JSON: it ends too early, at annotations[1].id",
                "{\"images\":[],\"categories\":[],\"annotations\":[{\"id\":x}]}|line 1, column 51: is not JSON: Unrecognized token 'x'",
            })
    void shouldAlwaysStop_whenTheFileIsBroken(String json, String message) throws IOException {
        Path file = write(json);
        ProblemCollector lenient = new ProblemCollector(10);
        assertThatThrownBy(() -> CocoFile.open(file, lenient, Progress.NONE).read(instance -> {}))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void shouldSayWhatToDo_whenTheFileCannotBeOpened() {
        Path absent = folder.resolve("absent.json");
        assertThatThrownBy(() -> CocoFile.open(absent, ProblemHandler.STRICT, Progress.NONE))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessage(absent + ": does not exist");
        assertThatThrownBy(() -> CocoFile.open(folder, ProblemHandler.STRICT, Progress.NONE))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessage(folder + ": is a directory; an annotation file is needed");
    }

    @Test
    void shouldStop_whenACompressedFileIsCutShortAnywhere() throws IOException {
        StringBuilder text = new StringBuilder("{" + LISTS + ",\"annotations\":[" + SOUND);
        Random random = new Random(5);
        for (int i = 2; i < 300; i++) {
            text.append(SOUND.replace("{\"id\":1", ",{\"id\":" + i).replace("[[1,", "[[" + random.nextInt(9999) + ","));
        }
        byte[] whole = gzip(text.append("]}").toString());
        for (int length = 2; length < whole.length; length += 1 + length / 10) {
            Path file = Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> CocoFile.open(file, new ProblemCollector(1), Progress.NONE)
                            .read(instance -> {}))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(AnnotationFileException.class)
                    .hasMessage(file
                            + ": the compressed data ends too early; the file is cut short, copy or download it again");
        }
    }

    @Test
    void shouldStop_whenACompressedFileIsDamaged() throws IOException {
        byte[] damaged = gzip("{" + LISTS + ",\"annotations\":[" + SOUND + "]}");
        damaged[damaged.length - 6] ^= 1;
        Path file = Files.write(folder.resolve("damaged.json.gz"), damaged);
        assertThatThrownBy(() -> CocoFile.open(file, new ProblemCollector(1), Progress.NONE)
                        .read(instance -> {}))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageStartingWith(file + ": the compressed data is damaged (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|annotations[0] is 5; it must be an object",
                "[{\"id\":[1]}]|annotations[0] is an array; it must be an object",
                "{\"id\":1,\"image_id\":1,\"category_id\":7}|annotations[0].segmentation is missing: a list of polygons, or run lengths with their size",
                "{\"id\":1,\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2,3]]}|annotations[0].segmentation[0] has an odd number of coordinates: 3; they must be pairs x, y",
                "{\"id\":1,\"image_id\":9,\"category_id\":7,\"segmentation\":[[1,2]]}|annotations[0].image_id is \"9\", which is not in \"images\"; list it there or leave the annotation out",
                "{\"id\":1,\"image_id\":1,\"category_id\":9,\"segmentation\":[[1,2]]}|annotations[0].category_id is \"9\", which is not in \"categories\"; list it there or leave the annotation out",
                "{\"id\":1,\"category_id\":7,\"segmentation\":[[1,2]]}|annotations[0].image_id is missing: the id of an image",
                "{\"id\":1,\"image_id\":1,\"segmentation\":[[1,2]]}|annotations[0].category_id is missing: the id of a category",
                "{\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2]]}|annotations[0].id is missing: a string or an integer that is unique within the image",
            })
    void shouldReportOneAnnotationAndGoOn(String annotation, String message) throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[" + annotation + ",\n" + SOUND + "]}");
        ProblemCollector problems = new ProblemCollector(10);
        assertThat(read(file, problems)).containsExactly("1");
        assertThat(problems.first())
                .containsExactly(new FileProblem(Kind.ANNOTATION, file, new Position(1, 95, 94), message));
        assertThatThrownBy(() -> read(file, ProblemHandler.STRICT))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessage(file + ": line 1, column 95: " + message);
    }

    @Test
    void shouldReportAnnotationsThatTheConsumerRejects() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[" + SOUND + "]}");
        ProblemCollector problems = new ProblemCollector(10);
        CocoFile.open(file, problems, Progress.NONE).read(instance -> {
            throw new RejectedException(Reason.BAD_RLE, "runs do not fill the mask");
        });
        assertThat(problems.first()).extracting(FileProblem::message).containsExactly("runs do not fill the mask");
    }

    @Test
    void shouldReportImagesAndCategoriesOnce_notEachOfTheirAnnotations() throws IOException {
        Path file = write("{\"images\":[{\"id\":1,\"width\":2},{\"id\":2,\"width\":2,\"height\":2},5,{\"width\":1},"
                + "{\"id\":2,\"width\":3,\"height\":2}],"
                + "\"categories\":[{\"id\":7},{\"id\":8,\"name\":[]},{\"id\":9,\"name\":\"a\"},{\"id\":9,\"name\":\"b\"},[1],{\"name\":\"c\"}],"
                + "\"annotations\":["
                + "{\"id\":1,\"image_id\":1,\"category_id\":9,\"segmentation\":[[1,2]]},"
                + "{\"id\":2,\"image_id\":2,\"category_id\":7,\"segmentation\":[[1,2]]},"
                + "{\"id\":3,\"image_id\":2,\"category_id\":8,\"segmentation\":[[1,2]]},"
                + "{\"id\":4,\"image_id\":2,\"category_id\":9,\"segmentation\":[[1,2]]}]}");
        ProblemCollector problems = new ProblemCollector(20);
        assertThat(read(file, problems)).containsExactly("4");
        assertThat(problems.first())
                .extracting(problem -> problem.kind() + " " + problem.message())
                .containsExactly(
                        "IMAGE images[0].height is missing: rows in pixels",
                        "IMAGE images[2] is 5; it must be an object",
                        "IMAGE images[3].id is missing: a string or an integer",
                        "IMAGE image \"2\" is listed twice and differently: 2 x 2, then 3 x 2; give each image an id of its own",
                        "CATEGORY categories[0].name is missing: a category needs id and name",
                        "CATEGORY categories[1].name is an array; it must be a string or an integer",
                        "CATEGORY category \"9\" is listed twice, as \"a\" and as \"b\"; give each category an id of its own",
                        "CATEGORY categories[4] is an array; it must be an object",
                        "CATEGORY categories[5].id is missing: a category needs id and name");
    }

    @Test
    void shouldNameBothPlacesAndHandOnBoth_whenAnIdIsGivenTwice() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[" + SOUND + ",\n"
                + SOUND.replace("\"id\":1,", "\"id\":\"1\",") + "]}");
        ProblemCollector problems = new ProblemCollector(10);
        assertThat(read(file, problems)).containsExactly("1", "1");
        assertThat(problems.first())
                .extracting(FileProblem::kind, FileProblem::toString)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Kind.DUPLICATE,
                        file
                                + ": line 2, column 1: annotation \"1\" of image \"1\" is given twice, first at byte 94, again"
                                + " at byte 160; give each annotation of an image an id of its own"));
    }

    @Test
    void shouldKeepTheFirstAndCountTheRest() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[1,2,3,4,5]}");
        ProblemCollector problems = new ProblemCollector(2);
        assertThat(read(file, problems)).isEmpty();
        assertThat(problems.total()).isEqualTo(5);
        assertThatThrownBy(problems::throwIfAny).isInstanceOfSatisfying(AnnotationFileException.class, e -> {
            assertThat(e.total()).isEqualTo(5);
            assertThat(e.problems()).hasSize(2);
            assertThat(e)
                    .hasMessage(file + ": line 1, column 95: annotations[0] is 1; it must be an object\n" + file
                            + ": line 1, column 97: annotations[1] is 2; it must be an object\n"
                            + "... and 3 more problems of the same file");
        });
        new ProblemCollector(1).throwIfAny();
    }

    @Test
    void shouldReadOrSayWhy_whenAFileIsDamaged() throws IOException {
        long seed = 77;
        Random random = new Random(seed);
        byte[] sound =
                ("{" + LISTS + ",\"annotations\":[" + SOUND + "," + SOUND + "]}").getBytes(StandardCharsets.UTF_8);
        String marks = "{}[]\":,0-\\ \u0000ntf";
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = Arrays.copyOf(sound, sound.length - (random.nextInt(4) == 0 ? random.nextInt(50) : 0));
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = random.nextInt(4) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) marks.charAt(random.nextInt(marks.length()));
            }
            Path file = Files.write(folder.resolve("file.json"), damaged);
            try {
                read(file, new ProblemCollector(1));
            } catch (AnnotationFileException e) {
                assertThat(e.problems()).hasSize(1);
            } catch (RuntimeException | IOException e) {
                throw new AssertionError("seed " + seed + ", " + new String(damaged, StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("file.json"), json);
    }

    private static List<String> read(Path file, ProblemHandler problems) throws IOException {
        List<String> ids = new ArrayList<>();
        CocoFile.open(file, problems, Progress.NONE)
                .read(instance -> ids.add(instance.annotation().id()));
        return ids;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
