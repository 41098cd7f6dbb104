package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankCommandTest {
    private static final String LISTS =
            "\"images\":[{\"id\":1,\"width\":20,\"height\":20}],\"categories\":[{\"id\":7,\"name\":\"Cup\"}]";

    @TempDir
    private Path folder;

    private Path outputs;

    @BeforeEach
    void makeOutputs() throws IOException {
        outputs = Files.createDirectory(folder.resolve("outputs"));
        Files.writeString(outputs.resolve("ranking.csv"), "of yesterday");
    }

    private CommandRun rank(Path file) {
        return CommandRun.of(
                "rank",
                file,
                "--output",
                outputs.resolve("ranking.csv"),
                "--instances",
                outputs.resolve("instances.csv.gz"),
                "--classes",
                outputs.resolve("classes.csv"),
                "--strict");
    }

    private void requireNothingWritten() throws IOException {
        assertThat(names(outputs)).containsExactly("ranking.csv");
        assertThat(outputs.resolve("ranking.csv")).hasContent("of yesterday");
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                            | is empty
            hello                                         | line 1, column 1: is not JSON
            [1, 2]                                        | line 1, column 1: is a list, as results of a model are
            {"images":[],"categories":[]}                 | has no list "annotations"
            {"images":[],"annotations":[]}                | has no list "categories"
            {"categories":[],"annotations":[]}            | has no list "images"
            {LISTS,"annotations":[                        | is not JSON: it ends too early
            {LISTS,"annotations":[OK,                     | is not JSON: it ends too early, at annotations
            {LISTS,"annotations":[OK,{"id":2,"image_id":1,"category_id":7,"segmentation":[[1,2,3]]},{"id":3,"image_id":1,"category_id":7,"segmentation":[[1,2,9,2,9,9]]}]} | line 1, column 166: annotation 2 of image 1: annotations[1].segmentation[0] has an odd number of coordinates: 3
            {LISTS,"annotations":[OK,{"id":2,"image_id":1,"category_id":7,"segmentation":[]}]} | line 1, column 166: annotation 2 of image 1: annotations[1].segmentation
            {LISTS,"annotations":[OK,{"id":2,"image_id":1,"category_id":7,"segmentation":[[1,NaN,3,4]]}]} | line 1, column 166: annotation 2 of image 1: annotations[1].segmentation[0][1] is NaN
            {LISTS,"annotations":[OK,{"id":2,"image_id":1,"category_id":7,"segmentation":{"size":[20,20],"counts":[5,5]}}]} | line 1, column 166: annotation 2 of image 1: segmentation.counts: the runs add up to 10 px, 390 px short
            {LISTS,"annotations":[OK,{"id":2,"image_id":1,"category_id":7,"segmentation":{"size":[2000000000,2000000000],"counts":[5,5]}}]} | line 1, column 166: annotation 2 of image 1: segmentation.size is 2000000000 x 2000000000
            {LISTS,"annotations":[OK,{"id":2,"image_id":1,"category_id":8,"segmentation":[[1,2,9,2,9,9]]}]} | line 1, column 166: annotation 2 of image 1: annotations[1].category_id is "8", which is not in "categories"
            {LISTS,"annotations":[OK,{"id":2,"image_id":5,"category_id":7,"segmentation":[[1,2,9,2,9,9]]}]} | line 1, column 166: annotation 2 of image 5: annotations[1].image_id is "5", which is not in "images"
            {LISTS,"annotations":[OK,OK]}                 | line 1, column 166: annotation 1 of image 1: its image has another annotation of this id
            {"images":[{"id":1,"width":0,"height":2}],"categories":[],"annotations":[{"id":1,"image_id":1,"category_id":7,"segmentation":[[1,2,9,2,9,9]]}]} | images[0].width is 0
            """)
    void shouldNameThePlaceAndWriteNothing_whenTheFileIsBroken(String text, String message) throws IOException {
        String json = text.replace("LISTS", LISTS)
                .replace("OK", "{\"id\":1,\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,2,9,2,9,9]]}");
        Path file = Files.writeString(folder.resolve("broken.json"), json);
        CommandRun run = rank(file);
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("annorank: " + file + ": ").contains(message);
        assertThat(run.err().lines()).as("no stack trace").hasSize(1);
        requireNothingWritten();
        CommandRun toOut = CommandRun.of("rank", file, "--strict");
        assertThat(toOut.code()).isEqualTo(1);
        assertThat(toOut.out()).as("half a ranking on standard output").isEmpty();
    }

    @Test
    void shouldSaySo_whenACompressedFileIsCutShort() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(dataset(new Random(3)).text(new Random(3)).getBytes(UTF_8));
        }
        Path file = Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        CommandRun run = rank(file);
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.err()).startsWith("annorank: " + file + ": the compressed data ends too early");
        requireNothingWritten();
    }

    @Test
    void shouldSaySo_whenThereIsNoFile() throws IOException {
        Path absent = folder.resolve("absent.json");
        CommandRun run = rank(absent);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("annorank: " + absent + ": does not exist");
        CommandRun ofFolder = rank(folder);
        assertThat(ofFolder.code()).isEqualTo(1);
        assertThat(ofFolder.err()).startsWith("annorank: " + folder + ": is a directory");
        requireNothingWritten();
    }

    @Test
    void shouldSaySo_whenTheOutputCannotBeWritten() throws IOException {
        Path file = write(dataset(new Random(1)), new Random(1));
        Path noFolder = outputs.resolve("none").resolve("x.csv");
        requireRefused(CommandRun.of("rank", file, "-o", noFolder), noFolder + ": folder " + noFolder.getParent());
        Path aFolder = Files.createDirectory(folder.resolve("a folder"));
        requireRefused(CommandRun.of("rank", file, "-o", aFolder), aFolder + ": it is a folder");
        Path below = file.resolve("x.csv");
        requireRefused(CommandRun.of("rank", file, "-o", below), below + ": folder " + file);
        // A late failure must not leave behind what was written before it.
        CommandRun late = CommandRun.of(
                "rank", file, "--instances", outputs.resolve("instances.csv"), "-o", outputs.resolve("none/x.csv"));
        requireRefused(late, "none");
        requireNothingWritten();
    }

    @Test
    void shouldSaySo_whenTheFolderTakesNoFiles() {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isDirectory(proc), "no /proc on this system");
        CommandRun run = CommandRun.of("rank", folder.resolve("any.json"), "--instances", proc.resolve("x.csv"));
        requireRefused(run, "/proc/x.csv");
    }

    private static void requireRefused(CommandRun run, String message) {
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("annorank: ").contains(message);
        assertThat(run.err().lines()).as("no stack trace").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheSameBytes_whenImagesAndAnnotationsAreShuffled(long seed) throws IOException {
        Random random = new Random(seed);
        Dataset dataset = dataset(random);
        Path inOrder = write(dataset, null);
        assertThat(rank(inOrder).code()).isZero();
        byte[] ranking = Files.readAllBytes(outputs.resolve("ranking.csv"));
        byte[] classes = Files.readAllBytes(outputs.resolve("classes.csv"));
        for (int round = 0; round < 5; round++) {
            assertThat(rank(write(dataset, random)).code()).isZero();
            assertThat(Files.readAllBytes(outputs.resolve("ranking.csv")))
                    .as("seed %d", seed)
                    .isEqualTo(ranking);
            assertThat(Files.readAllBytes(outputs.resolve("classes.csv")))
                    .as("seed %d", seed)
                    .isEqualTo(classes);
        }
        assertThat(names(outputs)).containsExactly("classes.csv", "instances.csv.gz", "ranking.csv");
    }

    private Path write(Dataset dataset, Random shuffle) throws IOException {
        return Files.writeString(folder.resolve("dataset.json"), dataset.text(shuffle));
    }

    private record Dataset(List<String> images, List<String> annotations) {
        /** As a COCO file, its lists in their order or shuffled. */
        String text(Random shuffle) {
            List<String> first = new ArrayList<>(images);
            List<String> second = new ArrayList<>(annotations);
            if (shuffle != null) {
                Collections.shuffle(first, shuffle);
                Collections.shuffle(second, shuffle);
            }
            return "{\"images\":[" + String.join(",", first) + "],\"annotations\":[" + String.join(",\n", second)
                    + "],\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"},{\"id\":3,\"name\":\"c, \\\"d\\\"\"}]}";
        }
    }

    /** Images of triangles of which many are alike, so that there are ties. */
    private static Dataset dataset(Random random) {
        List<String> images = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (int image = 1; image <= 120; image++) {
            images.add(String.format(Locale.ROOT, "{\"id\":%d,\"width\":100,\"height\":80}", image));
            for (int i = random.nextInt(6); i > 0; i--) {
                double size = 5 + 10 * random.nextInt(4) + (random.nextInt(3) == 0 ? random.nextDouble() : 0);
                annotations.add(String.format(
                        Locale.ROOT,
                        "{\"id\":%d,\"image_id\":%d,\"category_id\":%d,\"iscrowd\":%d,\"segmentation\":[[10,10,%s,10,%s,%s]]}",
                        annotations.size() + 1,
                        image,
                        1 + random.nextInt(3),
                        random.nextInt(10) == 0 ? 1 : 0,
                        10 + size,
                        10 + size / 2,
                        12 + size));
            }
        }
        return new Dataset(images, annotations);
    }

    @Test
    void shouldKeepASpreadsheetFromComputing_whenAskedTo() throws IOException {
        Path file = Files.writeString(folder.resolve("formulas.json"), """
                {"images":[{"id":"=1+1","width":20,"height":20}],"categories":[{"id":7,"name":"@cup"}],
                 "annotations":[{"id":"-1","image_id":"=1+1","category_id":7,"segmentation":[[1,1,9,1,9,9]]}]}
                """);
        assertThat(rank(file).code()).isZero();
        assertThat(outputs.resolve("ranking.csv")).content().contains("1,=1+1,");
        CommandRun safe = CommandRun.of(
                "rank",
                file,
                "--csv-safe",
                "--output",
                outputs.resolve("ranking.csv"),
                "--instances",
                outputs.resolve("safe.csv"),
                "--classes",
                outputs.resolve("classes.csv"));
        assertThat(safe.code()).as("%s", safe).isZero();
        assertThat(outputs.resolve("ranking.csv")).content().contains("1,'=1+1,");
        assertThat(outputs.resolve("safe.csv")).content().contains("\n'-1,'=1+1,7,");
        assertThat(outputs.resolve("classes.csv")).content().contains("\n7,'@cup,");
    }
}
