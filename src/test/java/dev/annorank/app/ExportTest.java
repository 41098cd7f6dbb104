package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.format.subset.Quota;
import dev.annorank.format.subset.Subset;
import dev.annorank.format.subset.SubsetFacts.OfDataset;
import dev.annorank.format.subset.SubsetFacts.Origin;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.model.Image;
import dev.annorank.model.UserException;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each format as those read it for whom it is made. */
class ExportTest {
    private static final Path DATA = Path.of(System.getProperty("annorank.data", "../shared/data"));

    /** A snapshot, and the images as its dataset knows them; those that are absent are not known. */
    private record Source(FakeSnapshot snapshot, Map<String, Image> facts) implements SubsetSource {
        @Override
        public Subset subset(Quota quota) {
            return LiveSource.subset(snapshot, quota);
        }

        @Override
        public int images() {
            return snapshot.epoch().images();
        }

        @Override
        public String name() {
            return "dataset " + snapshot.dataset();
        }

        @Override
        public String when() {
            return "";
        }

        @Override
        public Origin origin() {
            return new OfDataset(
                    snapshot.dataset(),
                    snapshot.epoch().epoch(),
                    snapshot.epoch().at());
        }

        @Override
        public Map<String, String> scoring() {
            return Map.of("measure", "polygon", "iscrowd", "include");
        }

        @Override
        public Function<String, Optional<Image>> known() {
            return image -> Optional.ofNullable(facts.get(image));
        }

        @Override
        public boolean isFile() {
            return false;
        }
    }

    private final Path folder;

    ExportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Path data(String name) {
        Path file = DATA.resolve(name + ".coco.json.gz");
        assumeTrue(Files.exists(file), () -> "no " + file.toAbsolutePath().normalize());
        return file;
    }

    private static Source rank(Path file) throws IOException {
        InstanceScorer scorer = new InstanceScorer(Measure.POLYGON, 1L << 28);
        BatchRanking batch = new BatchRanking();
        CocoFile coco = CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE);
        coco.read(instance -> batch.add(
                instance.image().id(),
                instance.category().name(),
                scorer.score(instance.image(), instance.annotation())));
        RankingIndex index = batch.index();
        Map<String, Image> images = new HashMap<>();
        coco.images().forEach(image -> images.put(image.id(), image));
        return new Source(new FakeSnapshot("d", index), images);
    }

    private Source small() throws IOException {
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

    private static Export export(double rate, SubsetFormat format, @Nullable Path coco, Path output) {
        return new Export(request(rate, format, null, false), coco, false, false, output);
    }

    private static SubsetRequest request(
            double rate, SubsetFormat format, @Nullable String imageRoot, boolean allowMissing) {
        return new SubsetRequest(
                Quota.ofPruneRate(rate), format, Optional.ofNullable(imageRoot), allowMissing, false, false);
    }

    @ParameterizedTest
    @CsvSource({"taco, 0", "taco, 0.3", "voc2012-train, 0.37", "voc2012-train, 1"})
    void shouldKeepWhatThePruneRateKeepsOfARealFile(String name, double rate) throws Exception {
        Path source = data(name);
        Source ranked = rank(source);
        Path filtered = folder.resolve("kept.json.gz");
        Path ids = folder.resolve("kept.txt");
        export(rate, SubsetFormat.COCO, source, filtered).write(ranked);
        export(rate, SubsetFormat.IDS, null, ids).write(ranked);

        int kept = (int) Math.rint((1 - rate) * ranked.snapshot().ranking().ranked());
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
        Source source = small();
        Path csv = folder.resolve("kept.csv");
        Path scores = folder.resolve("coco_image_cb_scs.json");
        export(0.3, SubsetFormat.CSV, null, csv).write(source);
        export(0.3, SubsetFormat.SCORES, null, scores).write(source);
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
        Source source = small();
        Path list = folder.resolve("train.txt");
        export(0.3, SubsetFormat.YOLO, null, list).write(source);
        Python.assume();
        assertThat(readAsUltralytics(list)).isEqualTo("['" + folder + "/a.jpg', '" + folder + "/x/b.jpg']");
        new Export(request(0.3, SubsetFormat.YOLO, "/data", false), folder.resolve("small.json"), false, false, list)
                .write(source);
        assertThat(readAsUltralytics(list)).isEqualTo("['/data/a.jpg', '/data/x/b.jpg']");
        Path before = folder.resolve("none.txt");
        assertThatThrownBy(() -> export(0, SubsetFormat.YOLO, null, before).write(source))
                .hasMessageContaining("1 of 3 kept images have no known file name")
                .hasMessageContaining(": \"nameless\";")
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
        export(0.4, SubsetFormat.JSONL, null, file).write(small());
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
        export(0.4, SubsetFormat.IDS, null, link).write(small());
        assertThat(link).isSymbolicLink();
        assertThat(Files.isRegularFile(pipe)).as("a file in the pipe's place").isFalse();
        assertThat(read.get(20, TimeUnit.SECONDS)).hasLineCount(2);
        assertThat(files()).containsExactlyInAnyOrder("small.json", "kept.txt", "pipe");
    }

    @Test
    void shouldRefuseOrLeaveOut_whenTheFileLacksKeptImages() throws Exception {
        Source source = small();
        Path other = Files.writeString(folder.resolve("other.json"), """
                {"images": [{"id": "1"}, {"id": 77}], "annotations": [{"image_id": 1}, {"image_id": "b"}, {"image_id": 77}]}
                """);
        Path output = folder.resolve("kept.json");
        Files.writeString(output, "of yesterday");
        assertThatThrownBy(() -> export(0, SubsetFormat.COCO, other, output).write(source))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("2 of 3 kept images are not in " + other + ", for example b, nameless;");
        assertThat(output).hasContent("of yesterday");
        assertThat(files()).containsExactlyInAnyOrder("small.json", "other.json", "kept.json");
        new Export(request(0, SubsetFormat.COCO, null, true), other, false, false, output).write(source);
        assertThat(output)
                .hasContent("{\n\"images\": [\n{\"id\":\"1\"}\n],\n\"annotations\": [\n{\"image_id\":1}\n]\n}");
        assertThat(Files.readString(folder.resolve("kept.json.meta.json")))
                .contains("\"imagesWritten\" : 1", "\"imagesMissing\" : 2", "\"imagesUnknown\" : 1")
                .contains("\"annotations\" : 1", "\"annotationsDropped\" : 2");
    }

    @Test
    void shouldKeepSoManyImages_whenANumberIsAskedFor() throws Exception {
        Source source = small();
        Path ids = folder.resolve("kept.txt");
        for (int keep : new int[] {0, 2, 3, 100}) {
            SubsetRequest request =
                    new SubsetRequest(Quota.ofImages(keep), SubsetFormat.IDS, Optional.empty(), false, false, false);
            new Export(request, null, false, false, ids).write(source);
            assertThat(Files.readAllLines(ids))
                    .isEqualTo(List.of("1", "b", "nameless").subList(0, Math.min(keep, 3)));
            assertThat(Files.readString(folder.resolve("kept.txt.meta.json")))
                    .contains("\"keep\" : " + keep + ",", "\"kept\" : " + Math.min(keep, 3))
                    .doesNotContain("pruneRate");
        }
    }

    @Test
    void shouldRefuse_whenTheFileIsThatOfAnotherDataset() throws Exception {
        Source voc = rank(data("voc2012-train"));
        Path taco = data("taco");
        Path output = folder.resolve("kept.json");
        for (SubsetFormat format : List.of(SubsetFormat.COCO, SubsetFormat.YOLO)) {
            assertThatThrownBy(() -> export(0.3, format, taco, output).write(voc))
                    .isInstanceOf(UserException.class)
                    .hasMessageMatching(".* of 1,024 kept images have another name or size in .*"
                            + ": image \"\\d+\" is 2\\d+_\\d+.jpg, \\d+ x \\d+ in the ranking, batch_\\d+/\\d+.(jpg|JPG),"
                            + " \\d+ x \\d+ in the file; image .*; image .*"
                            + "; is it the file of this dataset\\? --force takes it all the same");
            assertThat(files()).isEmpty();
        }
        new Export(request(0.3, SubsetFormat.COCO, null, false), taco, true, false, output).write(voc);
        assertThat(files()).containsExactlyInAnyOrder("kept.json", "kept.json.meta.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"b","file_name":"x/c.jpg"}                              | x/b.jpg, 99 x 99 in the ranking, x/c.jpg, ? x ?
            {"id":"b","file_name":"x/b.jpg","width":99,"height":98}       | x/b.jpg, 99 x 99 in the ranking, x/b.jpg, 99 x 98
            {"id":"b","width":98}                                         | x/b.jpg, 99 x 99 in the ranking, 98 x ?
            {"id":"b","coco_url":"http://x/y/c.jpg"}                      | x/b.jpg, 99 x 99 in the ranking, c.jpg, ? x ?
            {"id":"b"}                                                    |
            {"id":"b","file_name":"b.jpg","height":99.0}                  |
            {"id":"b","file_name":"train\\\\x\\\\b.jpg"}                     |
            {"id":"b","file_name":"/data/x/b.jpg","width":null}           |
            {"id":"b","file_name":"y/b.jpg"}                              |
            """)
    void shouldCompareNamesAndSizes_asFarAsTheFileSaysThem(String image, @Nullable String difference) throws Exception {
        Source source = small();
        Path file = Files.writeString(folder.resolve("new.json"), "{\"images\":[{\"id\":1}," + image + "]}");
        Export export = export(0.3, SubsetFormat.COCO, file, folder.resolve("kept.json"));
        if (difference == null) {
            export.write(source);
            assertThat(folder.resolve("kept.json")).content().contains(image.substring(8));
        } else {
            assertThatThrownBy(() -> export.write(source))
                    .hasMessageStartingWith("1 of 2 kept images have another name or size in " + file
                            + ": image \"b\" is " + difference + " in the file;");
        }
    }

    @Test
    void shouldLeaveOutOrRefuse_whenEntriesOfTheFileNameNoImage() throws Exception {
        Source source = small();
        Path file = Files.writeString(folder.resolve("odd.json"), """
                {"images": [{"id": 1}, null, {"id": "b"}], "annotations": [null, {"image_id": 1}, {"image_id": 5}]}
                """);
        Path output = folder.resolve("kept.json");
        Export strict = new Export(request(0.3, SubsetFormat.COCO, null, false), file, false, true, output);
        assertThatThrownBy(() -> strict.write(source))
                .isInstanceOf(AnnotationFileException.class)
                .hasMessageContaining("images[1] is null");
        assertThat(output).doesNotExist();
        export(0.3, SubsetFormat.COCO, file, output).write(source);
        assertThat(output).content().contains("{\"id\":1},\n{\"id\":\"b\"}\n", "[\n{\"image_id\":1}\n]");
        assertThat(folder.resolve("kept.json.meta.json")).content().contains("\"recordsUnusable\" : 3");
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
            -p 0.5 --allow-missing                | --allow-missing is for the formats coco and yolo
            -p 0.5 --renumber                     | --renumber is for the format coco
            -p 0.5 --force                        | --force is about the file of --coco
            -p 0.5 --strict                       | --strict is about the file of --coco
            -p 0.5 --keep 3                       | --prune-rate and --keep are given both; give one of them
            --format ids                          | how many images to keep is missing: --prune-rate P, or --keep N
            --keep -1                             | --keep is -1; it must be a whole number from 0 on
            --keep 2.5                            | is not an int
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
