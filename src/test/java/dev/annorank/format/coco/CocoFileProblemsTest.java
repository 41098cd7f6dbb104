package dev.annorank.format.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.Category;
import dev.annorank.format.FileProblem;
import dev.annorank.format.FileProblem.Kind;
import dev.annorank.format.Position;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.ProblemReport;
import dev.annorank.format.Progress;
import dev.annorank.model.Image;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CocoFileProblemsTest {
    private static final String LISTS =
            "\"images\":[{\"id\":1,\"width\":2,\"height\":3}],\"categories\":[{\"id\":7,\"name\":\"Cup\"}]";
    private static final String SOUND = "{\"id\":1,\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2,3,4,5,6]]}";

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
                "[]|line 1, column 1: is a list, as results of a model are; give the annotation file itself, an object with images, annotations and categories (results name no size of their images)",
                "{}|has no list \"images\"; is it a COCO annotation file of instances?",
                "{\"images\":[]}|has no list \"categories\"; is it a COCO annotation file of instances? Files of captions have no categories and no masks",
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
        ProblemReport lenient = new ProblemReport();
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
            assertThatThrownBy(() -> CocoFile.open(file, new ProblemReport(), Progress.NONE)
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
        assertThatThrownBy(() ->
                        CocoFile.open(file, new ProblemReport(), Progress.NONE).read(instance -> {}))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageStartingWith(file + ": the compressed data is damaged (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FIELD|5|annotations[0] is 5; it must be an object",
                "FIELD|null|annotations[0] is null; it must be an object",
                "FIELD|[{\"id\":[1]}]|annotations[0] is an array; it must be an object",
                "NO_MASK|{\"id\":3,\"image_id\":1,\"category_id\":7}|annotations[0].segmentation is missing, empty or a box of 4 numbers; an instance needs a mask",
                "POLYGON|{\"id\":3,\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2,3]]}|annotations[0].segmentation[0] has an odd number of coordinates: 3; they must be pairs x, y",
                "RUN_LENGTHS|{\"id\":3,\"image_id\":1,\"category_id\":7,\"segmentation\":{\"size\":[1]}}|annotations[0].segmentation.size is an array; it must be a whole number of pixels, at least 1",
                "UNKNOWN_IMAGE|{\"id\":3,\"image_id\":9,\"category_id\":7,\"segmentation\":[[1,2]]}|annotations[0].image_id is \"9\", which is not in \"images\"; list it there or leave the annotation out",
                "UNKNOWN_CATEGORY|{\"id\":3,\"image_id\":1,\"category_id\":9,\"segmentation\":[[1,2]]}|annotations[0].category_id is \"9\", which is not in \"categories\"; list it there or leave the annotation out",
                "FIELD|{\"id\":3,\"category_id\":7,\"segmentation\":[[1,2]]}|annotations[0].image_id is missing: the id of an image",
                "FIELD|{\"id\":3,\"image_id\":1,\"segmentation\":[[1,2]]}|annotations[0].category_id is missing: the id of a category",
                "FIELD|{\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2]]}|annotations[0].id is missing: a string or a whole number that is unique within the image",
            })
    void shouldReportOneAnnotationAndGoOn(Kind kind, String annotation, String message) throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[" + annotation + ",\n" + SOUND + "]}");
        ProblemReport problems = new ProblemReport();
        assertThat(read(file, problems)).containsExactly("1");
        FileProblem problem = problems.first().get(0);
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.position()).isEqualTo(new Position(1, 95, 94));
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.subject()).extracting(FileProblem.Subject::path).isEqualTo("annotations[0]");
        assertThat(problems.annotations()).isEqualTo(1);
        assertThatThrownBy(() -> read(file, ProblemHandler.STRICT))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageStartingWith(file + ": line 1, column 95: ")
                .hasMessageEndingWith(message);
    }

    @Test
    void shouldNameTheAnnotationAndItsImage_whenBothAreKnown() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[{\"id\":3.0,\"image_id\":\"1\",\"category_id\":7,"
                + "\"segmentation\":[[1,2,3]]}]}");
        assertThatThrownBy(() -> read(file, ProblemHandler.STRICT))
                .hasMessageStartingWith(file + ": line 1, column 95: annotation 3 of image 1: annotations[0].segm");
    }

    @Test
    void shouldReportAnnotationsThatTheConsumerRejects() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[" + SOUND + "]}");
        ProblemReport problems = new ProblemReport();
        CocoFile.open(file, problems, Progress.NONE).read(instance -> {
            throw new RejectedException(Reason.BAD_RLE, "runs do not fill the mask");
        });
        assertThat(problems.first()).extracting(FileProblem::message).containsExactly("runs do not fill the mask");
    }

    @Test
    void shouldLeaveOutOnlyWhatCannotBeUsed_whenImagesAndCategoriesAreOdd() throws IOException {
        Path file = write("{\"images\":[{\"id\":1,\"width\":2},{\"id\":2,\"width\":2,\"height\":2},null,{\"width\":1},"
                + "{\"id\":2,\"width\":3,\"height\":2},{\"id\":3,\"width\":-1,\"height\":-1}],"
                + "\"categories\":[{\"id\":7},{\"id\":8,\"name\":[]},{\"id\":9,\"name\":\"a\"},{\"id\":9,\"name\":\"b\"},[1],{\"name\":\"c\"}],"
                + "\"annotations\":["
                + "{\"id\":1,\"image_id\":1,\"category_id\":9,\"segmentation\":[[1,2]]},"
                + "{\"id\":2,\"image_id\":2,\"category_id\":7,\"segmentation\":[[1,2]]},"
                + "{\"id\":3,\"image_id\":2,\"category_id\":8,\"segmentation\":[[1,2]]},"
                + "{\"id\":4,\"image_id\":2,\"category_id\":9,\"segmentation\":[[1,2]]}]}");
        ProblemReport problems = new ProblemReport();
        List<String> read = new ArrayList<>();
        CocoFile.open(file, problems, Progress.NONE)
                .read(instance -> read.add(
                        instance.annotation().id() + " " + instance.annotation().category() + " "
                                + instance.image().width()));
        assertThat(read).containsExactly("2 7 2", "3 8 2", "4 a 2");
        assertThat(problems.first())
                .extracting(problem -> problem.kind() + " " + problem.message())
                .containsExactly(
                        "IMAGE images[2] is null; it must be an object",
                        "IMAGE images[3].id is missing: a string or a whole number",
                        "IMAGE image \"2\" is listed twice and differently: 2 x 2, then 3 x 2; the first counts; give each image an id of its own",
                        "CATEGORY category \"9\" is listed twice, as \"a\" and as \"b\"; the first counts; give each category an id of its own",
                        "CATEGORY categories[4] is an array; it must be an object",
                        "CATEGORY categories[5].id is missing: a string or a whole number that annotations refer to",
                        "UNKNOWN_IMAGE its image cannot be used: images[0].height is missing: rows in pixels");
    }

    @Test
    void shouldTakeNamesAsTextOrIgnoreThem_whenTheyAreNone() throws IOException {
        Path file = write("{\"images\":[{\"id\":1,\"width\":\"2\",\"height\":2.0,\"file_name\":123,\"coco_url\":0},"
                + "{\"id\":2,\"width\":2,\"height\":2,\"file_name\":\"\\ud800\",\"coco_url\":[\"x\"]}],"
                + "\"categories\":[{\"id\":7,\"name\":5},{\"id\":8.0,\"name\":\"\\udfff\"}],\"annotations\":[]}");
        CocoFile coco = CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE);
        assertThat(coco.images()).containsExactly(new Image("1", 2, 2, "123", "0"), Image.of("2", 2, 2));
        assertThat(coco.categories()).containsExactly(new Category("7", "5"), new Category("8", "8"));
    }

    @Test
    void shouldTakeTheFirst_whenAnImageHasTwoAnnotationsOfOneId() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[" + SOUND + ",\n"
                + SOUND.replace("\"id\":1,", "\"id\":\"1\",") + "]}");
        ProblemReport problems = new ProblemReport();
        assertThat(read(file, problems)).containsExactly("1");
        assertThat(problems.first())
                .extracting(FileProblem::kind, FileProblem::toString)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Kind.DUPLICATE,
                        file
                                + ": line 2, column 1: annotation 1 of image 1: its image has another annotation of this id, at"
                                + " byte 94; the first counts; give each annotation of an image an id of its own"));
    }

    @Test
    void shouldCountIdsThatRepeatAcrossImages_andFindThoseGivenTwiceAmongThem() throws IOException {
        String images = "\"images\":[{\"id\":1,\"width\":2,\"height\":3},{\"id\":2,\"width\":2,\"height\":3},"
                + "{\"id\":3,\"width\":2,\"height\":3}],\"categories\":[{\"id\":7,\"name\":\"Cup\"}]";
        for (String id : List.of("1", "\"x\"")) {
            StringBuilder text = new StringBuilder("{" + images + ",\"annotations\":[");
            for (int image : new int[] {1, 2, 3, 2, 1, 3}) {
                text.append(SOUND.replace("\"id\":1,\"image_id\":1", "\"id\":" + id + ",\"image_id\":" + image))
                        .append(',');
            }
            Path file = write(text.append(SOUND.replace("\"id\":1", "\"id\":9"))
                    .append("]}")
                    .toString());
            ProblemReport problems = new ProblemReport();
            CocoFile coco = CocoFile.open(file, problems, Progress.NONE);
            List<String> read = new ArrayList<>();
            coco.read(instance -> read.add(instance.image().id()));
            assertThat(read).as(id).containsExactly("1", "2", "3", "1");
            assertThat(coco.repeatedIds()).as(id).isEqualTo(2);
            assertThat(problems.counts()).as(id).isEqualTo(Map.of(Kind.DUPLICATE, 3L));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version https://git-lfs.github.com/spec/v1|is a Git LFS pointer",
                "\ufeff <!DOCTYPE html><html>|is a web page",
                "<HTML>|is a web page",
                "<?xml version=`1.0`?>|is XML",
                "PK\u0003\u0004....|is a zip archive",
                "BZh91AY|is compressed with bzip2",
                "{\"images\":[],\"categories\":[],\"annotations\":[{\"id\":1,\"segments_info\":[]}]}|line 1, column 45: is a COCO panoptic file",
            })
    void shouldSayWhatItIs_whenItIsAnotherFile(String text, String message) throws IOException {
        Path file = write(text);
        ProblemReport lenient = new ProblemReport();
        assertThatThrownBy(() -> CocoFile.open(file, lenient, Progress.NONE).read(instance -> {}))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void shouldSaySo_whenTheFileIsNotUtf8(String charset) throws IOException {
        byte[] text = ("{" + LISTS + ",\"annotations\":[" + SOUND + "]}").getBytes(Charset.forName(charset));
        Path file = Files.write(folder.resolve("file.json"), text);
        assertThatThrownBy(() -> read(file, new ProblemReport()))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageStartingWith(file + ": is UTF-16 or UTF-32, not UTF-8");
    }

    @Test
    void shouldSaySo_whenTheFileIsCompressedTwice() throws IOException {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(twice)) {
            gzip.write(gzip("{}"));
        }
        Path file = Files.write(folder.resolve("file.json.gz"), twice.toByteArray());
        assertThatThrownBy(() -> read(file, new ProblemReport()))
                .hasMessage(file + ": is compressed twice with gzip; unpack it once");
    }

    @Test
    void shouldLeaveOutOne_whenOnlyItHasSegmentsInfo() throws IOException {
        Path file = write("{" + LISTS
                + ",\"annotations\":[{\"id\":5,\"image_id\":1,\"category_id\":7,\"segments_info\":[]}," + SOUND + "]}");
        ProblemReport problems = new ProblemReport();
        assertThat(read(file, problems)).containsExactly("1");
        assertThat(problems.counts()).isEqualTo(Map.of(Kind.NO_MASK, 1L));
    }

    @Test
    void shouldNotSayThatItIsNoJson_whenANumberIsTooLong() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[{\"area\":0." + "9".repeat(1001) + "}]}");
        assertThatThrownBy(() -> read(file, new ProblemReport()))
                .hasMessageContaining("it is beyond a limit: Number value length")
                .hasMessageNotContaining("not JSON");
    }

    @Test
    void shouldKeepTheFirstAndCountTheRest() throws IOException {
        Path file = write("{" + LISTS + ",\"annotations\":[1,2,3,4,5,6,7,8,9,10,11,12]}");
        ProblemReport problems = new ProblemReport();
        assertThat(read(file, problems)).isEmpty();
        assertThat(problems.total()).isEqualTo(12);
        assertThat(problems.first(Kind.FIELD))
                .extracting(FileProblem::message)
                .containsExactly(
                        "annotations[0] is 1; it must be an object",
                        "annotations[1] is 2; it must be an object",
                        "annotations[2] is 3; it must be an object");
        assertThatThrownBy(problems::throwIfAny).isInstanceOfSatisfying(AnnotationFileException.class, e -> {
            assertThat(e.total()).isEqualTo(12);
            assertThat(e.problems()).hasSize(10);
            assertThat(e)
                    .hasMessageStartingWith(file + ": line 1, column 95: annotations[0] is 1; it must be an object\n"
                            + file + ": line 1, column 97: annotations[1] is 2; it must be an object\n")
                    .hasMessageEndingWith("... and 2 more problems of the same file");
        });
        new ProblemReport().throwIfAny();
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
                read(file, new ProblemReport());
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
