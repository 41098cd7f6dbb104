package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kept subset of a file, without a broker. */
class RankSubsetTest {
    private static final String FILE = """
            {"info": {"year": 2020.0},
             "images": [{"id": 1, "width": 99, "height": 99, "file_name": "a.jpg"},
                        {"id": 2, "width": 99, "height": 99, "file_name": "C:\\\\x\\\\b.jpg"},
                        {"id": 3, "width": 99, "height": 99},
                        {"id": 4, "width": 99, "height": 99, "file_name": "unlabeled.jpg"}],
             "categories": [{"id": 1, "name": "cup"}, {"id": 2, "name": "not used"}],
             "annotations": [{"id": 7, "image_id": 1, "category_id": 1, "segmentation": [[1, 1, 90, 1, 1, 9]]},
                             {"id": 7, "image_id": 2, "category_id": 1, "segmentation": [[1, 1, 50, 1, 1, 9]]},
                             {"id": 9, "image_id": 3, "category_id": 1, "segmentation": [[1, 1, 9, 1, 1, 9]]}]}
            """;

    private final Path folder;
    private final Path file;

    RankSubsetTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = Files.writeString(folder.resolve("in.json"), FILE);
    }

    private static CommandRun rank(Object... more) {
        List<Object> args = new ArrayList<>(List.of("rank"));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray());
    }

    private static CommandRun fine(CommandRun run) {
        assertThat(run.code()).as(run.toString()).isZero();
        return run;
    }

    @Test
    void shouldCutTheRankingShort_whenNoFormatIsNamed() {
        List<String> all = fine(rank(file)).out().lines().toList();
        assertThat(all).hasSize(4);
        assertThat(fine(rank(file, "--prune-rate", "0.3")).out().lines().toList())
                .isEqualTo(all.subList(0, 3));
        CommandRun run = fine(rank(file, "--keep", "1"));
        assertThat(run.out().lines().toList()).isEqualTo(all.subList(0, 2));
        assertThat(run.err()).contains("1 of 3 ranked images of " + file + " kept\n");
        assertThat(fine(rank(file, "--keep", "5")).err())
                .contains("3 of 3 ranked images of " + file + " kept, fewer than the 5 asked for");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ids    | 1\\n2\\n
            scores | {"1":
            jsonl  | {"rank":1,"image":"1","percentile":0.3
            yolo   | /data/a.jpg\\n/data/b.jpg\\n
            coco   | {\\n"info": {"year":2020.0},\\n"images": [\\n{"id":1,
            """)
    void shouldWriteEachFormat(String format, String start) {
        List<Object> args = new ArrayList<>(List.of(file, "-k", "2", "--format", format));
        if (format.equals("yolo")) {
            args.addAll(List.of("--image-root", "/data"));
        }
        CommandRun run = fine(rank(args.toArray()));
        assertThat(run.out()).startsWith(start.replace("\\n", "\n"));
        if (format.equals("yolo")) {
            assertThat(run.err())
                    .contains("1 file names are paths of Windows or addresses, for example C:\\x\\b.jpg (image 2);"
                            + " their last part is taken, in /data");
        }
    }

    @Test
    void shouldWriteTheFilteredFileAndWhatItWasMadeOf() throws Exception {
        Path kept = folder.resolve("kept.json");
        Path classes = folder.resolve("classes.csv");
        CommandRun run = fine(rank(file, "-k", "2", "--format", "coco", "-o", kept, "--classes", classes));
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("1 annotation has an id that one before has: 7 (images 1 and 2)", "--renumber");
        assertThat(Files.readAllLines(classes)).hasSize(2);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(Files.readString(folder.resolve("kept.json.meta.json")))
                .contains(
                        "\"source\" : \"in.json\"",
                        "\"sourceSha256\" : \"" + HexFormat.of().formatHex(digest) + "\"")
                .contains("\"keep\" : 2,", "\"images\" : 3", "\"ranked\" : 3", "\"kept\" : 2", "\"annotations\" : 2")
                .contains("\"measure\" : \"contour\"", "\"iscrowd\" : \"exclude\"")
                .contains("\"annotationIdsRepeated\" : 1", "\"renumbered\" : false", "\"imagesUnknown\" : 1")
                .doesNotContain("pruneRate", "dataset", "epoch");
        assertThat(fine(rank(kept)).out().lines()).hasSize(3);

        CommandRun renumbered = fine(rank(file, "-k", "2", "--format", "coco", "--renumber"));
        assertThat(renumbered.out()).contains("{\"id\":1,\"image_id\":1,", "{\"id\":2,\"image_id\":2,");
        assertThat(renumbered.err()).doesNotContain("has an id");
    }

    @Test
    void shouldKeepBoxesOfKeptImagesAndNameEachProblemOnce_whenRecordsAreOdd() throws IOException {
        Path odd = Files.writeString(
                folder.resolve("odd.json"),
                FILE.replace(
                        "\"annotations\": [",
                        "\"annotations\": [null, {\"id\": 1, \"image_id\": 1.0, \"category_id\": 1, \"segmentation\": []},"));
        CommandRun run = fine(rank(odd, "-k", "1", "--format", "coco"));
        assertThat(run.out()).contains("{\"id\":1,\"image_id\":1.0,\"category_id\":1,\"segmentation\":[]}");
        assertThat(run.err()).containsOnlyOnce("left out:\n").contains("2 of 5 annotations left out", "without a mask");
        CommandRun strict = rank(odd, "-k", "1", "--format", "coco", "--strict");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.out()).isEmpty();
    }

    @Test
    void shouldReadStandardInput_andLeaveNothingBehind() throws IOException {
        List<Path> before = temporary();
        InputStream original = System.in;
        try {
            for (Object[] args :
                    new Object[][] {{"-"}, {"-", "-k", "2", "--format", "coco"}, {"-", "-k", "2", "--format", "yolo"}
                    }) {
                Object[] named = args.clone();
                named[0] = file;
                System.setIn(new ByteArrayInputStream(FILE.getBytes(UTF_8)));
                assertThat(fine(rank(args)).out()).isEqualTo(fine(rank(named)).out());
            }
            System.setIn(new ByteArrayInputStream("{\"images\": [".getBytes(UTF_8)));
            CommandRun broken = rank("-");
            assertThat(broken.code()).isEqualTo(1);
            assertThat(broken.err()).contains("standard-input: ", "is not JSON");
        } finally {
            System.setIn(original);
        }
        assertThat(temporary()).isEqualTo(before);
    }

    private static List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().startsWith("annorank-input-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldNameTheImagesWithoutAName_whenAListOfPathsIsAskedFor() {
        CommandRun run = rank(file, "-k", "3", "--format", "yolo", "-o", folder.resolve("train.txt"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("1 of 3 kept images have no known file name", ": \"3\"; the file does not say it;")
                .doesNotContain("--coco");
        assertThat(folder.resolve("train.txt")).doesNotExist();
        CommandRun fewer = fine(rank(file, "-k", "3", "--format", "yolo", "--allow-missing"));
        assertThat(fewer.out()).isEqualTo("./a.jpg\n./b.jpg\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --format ids          | how many images to keep is missing: --prune-rate P, or --keep N
            -p 0.3 -k 4           | --prune-rate and --keep are given both
            -p 1.5                | --prune-rate is 1.5
            -k 3 --renumber       | --renumber is for the format coco
            -k 3 --image-root x   | --image-root is for the format yolo
            """)
    void shouldRefuse_whenCalledInAWayThatCannotBeMeant(String args, String message) {
        List<Object> all = new ArrayList<>(List.of(file));
        all.addAll(List.of((Object[]) args.split(" ")));
        CommandRun run = rank(all.toArray());
        assertThat(run.code()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldRefuse_whenWhatItWasMadeOfWouldBeAnotherOutput() {
        CommandRun run =
                rank(file, "-k", "1", "-o", folder.resolve("k.csv"), "--classes", folder.resolve("k.csv.meta.json"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is to be written twice");
    }
}
