package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guarantee G1 from the outside: the command on real data against what the authors' code gives. */
class RankConformanceTest {
    private static final Path DATA = Path.of(System.getProperty("annorank.data", "../shared/data"));
    private static final double SCORE = 1e-12;
    private static final double MEASURE = 1e-9;
    /** Part of the same images that both measures keep of TACO at half. Measured: 745 of 750, 0.9933. */
    private static final double SAME_KEPT = 0.993;

    @TempDir
    private Path folder;

    @BeforeEach
    void requireData() {
        assumeTrue(
                Files.isDirectory(DATA),
                () -> "no reference data in " + DATA.toAbsolutePath().normalize());
    }

    /** As the unofficial part of TACO is published: boxes without a mask among its annotations. */
    @Test
    void shouldRankAsTheFileWithoutThem_whenSomeAnnotationsHaveNoMask() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode root;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(coco("taco")))) {
            root = json.readTree(in);
        }
        ArrayNode annotations = (ArrayNode) root.get("annotations");
        Random random = new Random(15);
        Set<Integer> emptied = new HashSet<>();
        while (emptied.size() < 15) {
            emptied.add(random.nextInt(annotations.size()));
        }
        emptied.forEach(i -> ((ObjectNode) annotations.get(i)).putArray("segmentation"));
        Path withBoxes = Files.writeString(folder.resolve("boxes.json"), root.toString());
        for (int i = annotations.size() - 1; i >= 0; i--) {
            if (emptied.contains(i)) {
                annotations.remove(i);
            }
        }
        Path without = Files.writeString(folder.resolve("without.json"), root.toString());
        Path ranking = folder.resolve("boxes.csv");
        Path expected = folder.resolve("without.csv");
        CommandRun run = CommandRun.of("rank", withBoxes, "-o", ranking);
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.err()).contains("15 of 4,784 annotations left out", "15 without a mask");
        assertThat(CommandRun.of("rank", "--strict", without, "-o", expected).code())
                .isZero();
        assertThat(ranking).hasSameTextualContentAs(expected);
    }

    @ParameterizedTest
    @CsvSource({"voc2012-train, 1463, 3504, 20", "taco, 1500, 4784, 59"})
    void shouldRankAsTheAuthorsCodeDoes(String name, int images, int instances, int classes) throws IOException {
        Path ranking = folder.resolve("ranking.csv");
        Path measures = folder.resolve("instances.csv.gz");
        Path totals = folder.resolve("classes.csv");
        CommandRun run =
                CommandRun.of("rank", coco(name), "--output", ranking, "--instances", measures, "--classes", totals);
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.out()).isEmpty();

        List<String[]> actual = rows(ranking, "rank,image_id,score");
        List<String[]> expected = rows(DATA.resolve(name + ".images.csv.gz"), "rank,image_id,cb_scs");
        assertThat(actual).hasSize(images).hasSameSizeAs(expected);
        assertThat(column(actual, 0)).isEqualTo(column(expected, 0));
        assertThat(column(actual, 1)).as("order of images").isEqualTo(column(expected, 1));
        requireNear(actual, 2, expected, 2, SCORE);

        List<String[]> instanceRows = rows(measures, "annotation_id,image_id,category_id,perimeter,area,si_scs");
        List<String[]> expectedInstances = rows(
                DATA.resolve(name + ".instances.csv.gz"),
                "annotation_id,image_id,category_id,perimeter,area,contours,si_scs");
        assertThat(instanceRows).hasSize(instances).hasSameSizeAs(expectedInstances);
        for (int id = 0; id < 3; id++) {
            assertThat(column(instanceRows, id)).isEqualTo(column(expectedInstances, id));
        }
        requireNear(instanceRows, 3, expectedInstances, 3, MEASURE);
        requireNear(instanceRows, 4, expectedInstances, 4, MEASURE);
        requireNear(instanceRows, 5, expectedInstances, 6, SCORE);

        List<String[]> classRows = rows(totals, "category_id,category,instances,images,si_scs_sum,si_scs_mean,share");
        assertThat(classRows).hasSize(classes);
        assertThat(classRows.stream().mapToInt(row -> Integer.parseInt(row[2])).sum())
                .isEqualTo(instances);
        assertThat(classRows.stream()
                        .mapToDouble(row -> Double.parseDouble(row[6]))
                        .sum())
                .isEqualTo(1, within(1e-12));
    }

    @Test
    void shouldWriteTheSame_whetherToAFileCompressedOrToStandardOutput() throws IOException {
        Path plain = folder.resolve("plain.csv");
        Path compressed = folder.resolve("compressed.csv.gz");
        assertThat(CommandRun.of("rank", coco("voc2012-train"), "-o", plain).code())
                .isZero();
        assertThat(CommandRun.of("rank", coco("voc2012-train"), "-o", compressed)
                        .code())
                .isZero();
        CommandRun toOut = CommandRun.of("rank", coco("voc2012-train"));
        byte[] expected = Files.readAllBytes(plain);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
            assertThat(in.readAllBytes()).isEqualTo(expected);
        }
        assertThat(toOut.out().getBytes(UTF_8)).isEqualTo(expected);
        assertThat(toOut.err()).contains("1,463 of 1,463 images ranked", "3,504 instances", "20 classes", "contour");
    }

    @Test
    void shouldKeepNearlyTheSameImages_whenPolygonsAreMeasured() throws IOException {
        Path ranking = folder.resolve("polygon.csv");
        CommandRun run = CommandRun.of("rank", coco("taco"), "-o", ranking, "--measure", "polygon");
        assertThat(run.code()).as(run.toString()).isZero();
        Set<String> kept = firstHalf(rows(ranking, "rank,image_id,score"));
        Set<String> both = firstHalf(rows(DATA.resolve("taco.images.csv.gz"), "rank,image_id,cb_scs"));
        assertThat(kept).hasSameSizeAs(both);
        both.retainAll(kept);
        double same = (double) both.size() / kept.size();
        System.out.printf(
                "of TACO at half, both measures keep %d of %d images: %.4f%n", both.size(), kept.size(), same);
        assertThat(same).isGreaterThanOrEqualTo(SAME_KEPT);
    }

    private static Set<String> firstHalf(List<String[]> ranking) {
        return new HashSet<>(column(ranking.subList(0, ranking.size() / 2), 1));
    }

    private static Path coco(String name) {
        return DATA.resolve(name + ".coco.json.gz");
    }

    private static List<String> column(List<String[]> rows, int column) {
        return rows.stream().map(row -> row[column]).toList();
    }

    private static void requireNear(
            List<String[]> actual, int actualColumn, List<String[]> expected, int expectedColumn, double relative) {
        for (int i = 0; i < actual.size(); i++) {
            double right = Double.parseDouble(expected.get(i)[expectedColumn]);
            assertThat(Double.parseDouble(actual.get(i)[actualColumn]))
                    .as("row %d, %s", i + 1, String.join(",", actual.get(i)))
                    .isEqualTo(right, within(relative * Math.abs(right)));
        }
    }

    private static List<String[]> rows(Path file, String header) throws IOException {
        InputStream raw = Files.newInputStream(file);
        InputStream bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(bytes, UTF_8))) {
            assertThat(in.readLine()).isEqualTo(header);
            return in.lines().map(line -> line.split(",", -1)).toList();
        }
    }
}
