package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.annorank.batch.BatchRanking;
import dev.annorank.format.CocoFile;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each format as those read it for whom it is made. */
class ExportTest {
    private static final Path DATA = Path.of(System.getProperty("annorank.data", "../shared/data"));

    private static final Export.Sources SOURCES = new Export.Sources() {
        @Override
        public Function<String, Optional<String>> fileNames(String dataset) {
            return image -> image.equals("nameless") ? Optional.empty() : Optional.of("images/" + image + ".jpg");
        }

        @Override
        public Map<String, String> scoring() {
            return Map.of("measure", "polygon", "iscrowd", "include");
        }
    };

    private final Path folder;

    ExportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Path data(String name) {
        Path file = DATA.resolve(name + ".coco.json.gz");
        assumeTrue(Files.exists(file), () -> "no " + file.toAbsolutePath().normalize());
        return file;
    }

    private static FakeSnapshot rank(Path file) throws IOException {
        InstanceScorer scorer = new InstanceScorer(Measure.POLYGON, 1L << 28);
        BatchRanking batch = new BatchRanking();
        CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE)
                .read(instance -> batch.add(
                        instance.image().id(),
                        instance.category().name(),
                        scorer.score(instance.image(), instance.annotation())));
        RankingIndex index = batch.index();
        return new FakeSnapshot("d", index);
    }

    private FakeSnapshot small() throws IOException {
        return rank(Files.writeString(folder.resolve("small.json"), """
                {"images": [{"id": 1, "width": 99, "height": 99, "file_name": "a.jpg"},
                            {"id": "b", "width": 99, "height": 99, "file_name": "x/b.jpg"},
                            {"id": "nameless", "width": 99, "height": 99}],
                 "categories": [{"id": 1, "name": "cup"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[1, 1, 90, 1, 1, 9]]},
                                 {"id": 2, "image_id": "b", "category_id": 1, "segmentation": [[1, 1, 50, 1, 1, 9]]},
                                 {"id": 3, "image_id": "nameless", "category_id": 1, "segmentation": [[1, 1, 9, 1, 1, 9]]}]}
                """));
    }

    private static Export export(double rate, ExportFormat format, Path coco, Path output) {
        return new Export(rate, format, coco, output, null, false);
    }

    @ParameterizedTest
    @CsvSource({"taco, 0", "taco, 0.3", "voc2012-train, 0.37", "voc2012-train, 1"})
    void shouldKeepWhatThePruneRateKeepsOfARealFile(String name, double rate) throws Exception {
        Path source = data(name);
        FakeSnapshot snapshot = rank(source);
        Path filtered = folder.resolve("kept.json.gz");
        Path ids = folder.resolve("kept.txt");
        export(rate, ExportFormat.COCO, source, filtered).write(snapshot, SOURCES);
        export(rate, ExportFormat.IDS, null, ids).write(snapshot, SOURCES);

        int kept = (int) Math.rint((1 - rate) * snapshot.ranking().ranked());
        assertThat(Files.readAllLines(ids)).hasSize(kept).doesNotHaveDuplicates();
        Python.assume();
        String counted = Python.run("-c", """
                import gzip, json, sys
                source, filtered = (json.load(gzip.open(file)) for file in sys.argv[1:3])
                ids = set(open(sys.argv[3]).read().split())
                assert list(source) == list(filtered), "other fields"
                for field in source:
                    right = source[field]
                    if field in ("images", "annotations"):
                        key = "id" if field == "images" else "image_id"
                        right = [one for one in right if str(one[key]) in ids]
                    assert json.dumps(filtered[field]) == json.dumps(right), field
                facts = json.load(open(sys.argv[2] + ".meta.json"))
                assert facts["imagesWritten"] == facts["kept"] == len(filtered["images"]), facts
                assert facts["annotations"] == len(filtered["annotations"]), facts
                print(len(filtered["images"]), len(filtered["annotations"]))
                """, source, filtered, ids).strip();

        List<LabeledInstance> read = new ArrayList<>();
        CocoFile.open(filtered, ProblemHandler.STRICT, Progress.NONE).read(read::add);
        assertThat(counted).isEqualTo(kept + " " + read.size());
        CommandRun again = CommandRun.of("rank", filtered);
        assertThat(again.code()).as(again.toString()).isZero();
        assertThat(again.out().lines().count()).isEqualTo(kept + 1L);
        if (name.equals("taco") && rate == 0) {
            assertThat(read.stream().filter(one -> one.annotation().id().equals("309")))
                    .as("one id in two images")
                    .hasSize(2);
        }
    }

    @Test
    void shouldWriteScoresAsTheAuthorsCodeReadsThem() throws Exception {
        FakeSnapshot snapshot = small();
        Path csv = folder.resolve("kept.csv");
        Path scores = folder.resolve("coco_image_cb_scs.json");
        export(0.3, ExportFormat.CSV, null, csv).write(snapshot, SOURCES);
        export(0.3, ExportFormat.SCORES, null, scores).write(snapshot, SOURCES);
        Python.assume();
        assertThat(Python.run("-c", """
                import csv, json, sys
                scores = json.load(open(sys.argv[1]))
                rows = {row["image_id"]: float(row["score"]) for row in csv.DictReader(open(sys.argv[2]))}
                assert scores == rows and sorted(scores, key=scores.get, reverse=True) == list(rows)
                print(list(scores))
                """, scores, csv).strip()).isEqualTo("['1', 'b']");
    }

    @Test
    void shouldWriteAListThatUltralyticsReads_fromTheTopicOrTheFile() throws Exception {
        FakeSnapshot snapshot = small();
        Path list = folder.resolve("train.txt");
        export(0.3, ExportFormat.YOLO, null, list).write(snapshot, SOURCES);
        Python.assume();
        assertThat(readAsUltralytics(list)).isEqualTo("['" + folder + "/images/1.jpg', '" + folder + "/images/b.jpg']");
        new Export(0.3, ExportFormat.YOLO, folder.resolve("small.json"), list, "/data", false).write(snapshot, SOURCES);
        assertThat(readAsUltralytics(list)).isEqualTo("['/data/a.jpg', '/data/x/b.jpg']");
        Path before = folder.resolve("none.txt");
        assertThatThrownBy(() -> export(0, ExportFormat.YOLO, null, before).write(snapshot, SOURCES))
                .hasMessageContaining("image \"nameless\" has no known file name")
                .hasMessageContaining("--coco FILE");
        assertThat(before).doesNotExist();
    }

    /** What BaseDataset.get_img_files of Ultralytics does with a list. */
    private static String readAsUltralytics(Path list) throws IOException, InterruptedException {
        return Python.run("-c", """
                import os, pathlib, sys
                p = pathlib.Path(sys.argv[1])
                with open(p, encoding="utf-8") as t:
                    t = t.read().strip().splitlines()
                    parent = str(p.parent) + os.sep
                    f = [x.replace("./", parent) if x.startswith("./") else x for x in t]
                print(sorted(x.replace("/", os.sep) for x in f if x.rpartition(".")[-1].lower() in {"jpg", "png"}))
                """, list).strip();
    }

    @Test
    void shouldSayBesideTheFileWhatItWasMadeOf() throws Exception {
        Path file = folder.resolve("kept.jsonl.gz");
        export(0.4, ExportFormat.JSONL, null, file).write(small(), SOURCES);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String facts = Files.readString(folder.resolve("kept.jsonl.gz.meta.json"));
        assertThat(facts.replaceAll("\\s+", ""))
                .isEqualTo("{\"dataset\":\"d\",\"epoch\":7,\"at\":\"2026-03-01T12:00:00Z\",\"pruneRate\":0.4,"
                        + "\"images\":3,\"ranked\":3,\"unranked\":0,\"kept\":2,\"dropped\":1,\"score\":\"cb-si-scs\","
                        + "\"measure\":\"polygon\",\"iscrowd\":\"include\",\"annorank\":\""
                        + Version.number().replace(" ", "") + "\",\"format\":\"jsonl\",\"file\":\"kept.jsonl.gz\","
                        + "\"sha256\":\"" + HexFormat.of().formatHex(digest) + "\"}");
    }

    @Test
    void shouldWriteNothingBesideIt_whenTheOutputIsAPipe() throws Exception {
        Path pipe = Pipes.make(folder.resolve("pipe"));
        Path link = Files.createSymbolicLink(folder.resolve("kept.txt"), pipe);
        CompletableFuture<String> read = Pipes.read(pipe);
        export(0.4, ExportFormat.IDS, null, link).write(small(), SOURCES);
        assertThat(link).isSymbolicLink();
        assertThat(Files.isRegularFile(pipe)).as("a file in the pipe's place").isFalse();
        assertThat(read.get(20, TimeUnit.SECONDS)).hasLineCount(2);
        assertThat(files()).containsExactlyInAnyOrder("small.json", "kept.txt", "pipe");
    }

    @Test
    void shouldRefuseOrLeaveOut_whenTheFileLacksKeptImages() throws Exception {
        FakeSnapshot snapshot = small();
        Path other = Files.writeString(folder.resolve("other.json"), """
                {"images": [{"id": "1"}, {"id": 77}], "annotations": [{"image_id": 1}, {"image_id": "b"}, {"image_id": 77}]}
                """);
        Path output = folder.resolve("kept.json");
        Files.writeString(output, "of yesterday");
        assertThatThrownBy(() -> export(0, ExportFormat.COCO, other, output).write(snapshot, SOURCES))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("2 of 3 kept images are not in " + other + ", for example b, nameless;");
        assertThat(output).hasContent("of yesterday");
        assertThat(files()).containsExactlyInAnyOrder("small.json", "other.json", "kept.json");
        new Export(0, ExportFormat.COCO, other, output, null, true).write(snapshot, SOURCES);
        assertThat(output)
                .hasContent("{\n\"images\": [\n{\"id\":\"1\"}\n],\n\"annotations\": [\n{\"image_id\":1}\n]\n}");
        assertThat(Files.readString(folder.resolve("kept.json.meta.json")))
                .contains("\"imagesWritten\" : 1", "\"imagesMissing\" : 2", "\"imagesUnknown\" : 1")
                .contains("\"annotations\" : 1", "\"annotationsDropped\" : 2");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -p 1.5                                | --prune-rate is 1.5; it must be between 0 and 1
            -p NaN                                | --prune-rate is NaN
            -p 0.5 --format coco                  | --format coco needs --coco FILE
            -p 0.5 --format ids --coco x.json     | --coco is for the formats coco and yolo
            -p 0.5 --image-root x                 | --image-root is for the format yolo
            -p 0.5 --allow-missing                | --allow-missing is for the format coco
            -p 0.5 --timeout 0                    | --timeout is 0.0
            -p 0.5 --format xml                   | expected one of [COCO, IDS, CSV, JSONL, YOLO, SCORES]
            """)
    void shouldRefuse_whenCalledInAWayThatCannotBeMeant(String args, String message) {
        List<Object> all = new ArrayList<>(List.of("export", "-d", "d"));
        all.addAll(List.of((Object[]) args.split(" ")));
        CommandRun run = CommandRun.of(all.toArray());
        assertThat(run.code()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldRefuse_whenTheFolderOfTheImagesHasNoName() {
        CommandRun run = CommandRun.of("export", "-d", "d", "-p", "0", "--format", "yolo", "--image-root", "");
        assertThat(run.code()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains("--image-root is empty");
    }

    @Test
    void shouldRefuse_whenAnOutputIsTheFileToFilter() throws IOException {
        requireInputKept("a.json", "a.json", "a.json");
        requireInputKept("q.json.meta.json", "q.json", "q.json.meta.json");
    }

    private void requireInputKept(String coco, String output, String written) throws IOException {
        Path file = Files.writeString(folder.resolve(coco), "{}");
        CommandRun run =
                CommandRun.of("export", "-d", "d", "-p", "0", "--coco", file, "-o", folder.resolve("./" + output));
        assertThat(run.code()).as(run.toString()).isEqualTo(2);
        assertThat(run.err())
                .contains("/./" + written + " is to be written, but it is the file that is read as " + file);
        assertThat(Files.readString(file, UTF_8)).isEqualTo("{}");
    }
}
