package dev.annorank.format.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.Category;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoFileTest {
    private static final String IMAGES =
            "\"images\": [{\"id\": 1, \"width\": 10, \"height\": 20, \"file_name\": \"a.jpg\"},"
                    + " {\"id\": \"x\", \"width\": 30, \"height\": 40}]";
    private static final String CATEGORIES =
            "\"categories\": [{\"id\": 7, \"name\": \"Cup\"}, {\"name\": \"Cap\", \"id\": 8, \"supercategory\": \"C\"}]";
    private static final String ANNOTATIONS = "\"annotations\": ["
            + "{\"id\": 5, \"image_id\": 1, \"category_id\": 8, \"segmentation\": [[1, 2, 3, 4, 5, 6]], \"area\": NaN},\n"
            + "{\"id\": 5, \"image_id\": \"x\", \"category_id\": 7, \"iscrowd\": 1,"
            + " \"segmentation\": {\"size\": [40, 30], \"counts\": \"0\"}}]";

    private final Path folder;

    CocoFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldReadImagesCategoriesAndAnnotations_inAnyOrderOfTheLists() throws IOException {
        List<String> lists = new ArrayList<>(List.of(IMAGES, CATEGORIES, ANNOTATIONS));
        for (int i = 0; i < 3; i++) {
            Collections.rotate(lists, 1);
            checkContent(write("{\"info\": {}, " + String.join(", ", lists) + ", \"licenses\": [{\"id\": [1]}]}"));
            Collections.swap(lists, 0, 1);
            checkContent(write("{" + String.join(", ", lists) + "}"));
            Collections.swap(lists, 0, 1);
        }
    }

    @Test
    void shouldSayWhereAnAnnotationStands() throws IOException {
        Path file = write("{" + IMAGES + ",\n" + CATEGORIES + ",\n" + ANNOTATIONS + "}");
        List<LabeledInstance> read = read(CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE));
        assertThat(read.get(0).position()).hasToString("line 3, column 17");
        assertThat(read.get(1).position()).hasToString("line 4, column 1");
        assertThat(Files.readString(file).substring((int) read.get(1).position().offset()))
                .startsWith("{\"id\": 5, \"image_id\": \"x\"");
    }

    @Test
    void shouldReadCompressedFiles_whateverTheirName() throws IOException {
        byte[] text = ("{" + IMAGES + "," + CATEGORIES + "," + ANNOTATIONS + "}").getBytes(StandardCharsets.UTF_8);
        checkContent(Files.write(folder.resolve("a.json.gz"), gzip(text)));
        checkContent(Files.write(folder.resolve("a.json"), gzip(text)));
        checkContent(Files.write(folder.resolve("b.json.gz"), text));
    }

    @Test
    void shouldReadLvis() throws IOException {
        Path file = write("{\"images\": [{\"id\": 397133, \"width\": 640, \"height\": 427, \"license\": 1,"
                + " \"coco_url\": \"http://images.cocodataset.org/val2017/000000397133.jpg\", \"flickr_url\": \"f\","
                + " \"neg_category_ids\": [1, 2], \"not_exhaustive_category_ids\": []}],"
                + " \"categories\": [{\"id\": 1, \"name\": \"apple\", \"synset\": \"a\", \"synonyms\": [\"b\"], \"frequency\": \"c\"}],"
                + " \"annotations\": []}");
        CocoFile coco = CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE);
        assertThat(coco.images())
                .containsExactly(new Image(
                        "397133",
                        640,
                        427,
                        "000000397133.jpg",
                        "http://images.cocodataset.org/val2017/000000397133.jpg"));
        assertThat(read(coco)).isEmpty();
    }

    @Test
    void shouldAcceptEqualEntriesTwice() throws IOException {
        Path file = write(
                "{\"images\": [{\"id\": 1, \"width\": 2, \"height\": 3}, {\"id\": \"1\", \"width\": 2, \"height\": 3}],"
                        + " \"categories\": [{\"id\": 1, \"name\": \"a\"}, {\"id\": 1, \"name\": \"a\"}], \"annotations\": []}");
        CocoFile coco = CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE);
        assertThat(coco.images()).containsExactly(Image.of("1", 2, 3));
        assertThat(coco.categories()).containsExactly(new Category("1", "a"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReportProgressUpToTheWhole(boolean compressed) throws IOException {
        String padding = "\"info\": \"" + "x y z ".repeat(300_000) + "\"";
        byte[] text = ("{" + padding + "," + IMAGES + "," + CATEGORIES + "," + ANNOTATIONS + "}")
                .getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("big"), compressed ? gzip(text) : text);
        List<Long> done = new ArrayList<>();
        long size = Files.size(file);
        Progress progress = (at, total) -> {
            assertThat(total).isEqualTo(2 * size);
            done.add(at);
        };
        read(CocoFile.open(file, ProblemHandler.STRICT, progress));
        assertThat(done).isSorted().contains(size).endsWith(2 * size);
        assertThat(done.size()).isGreaterThan(compressed ? 1 : 10);
    }

    @Test
    void shouldPassOnFailuresOfTheConsumer() throws IOException {
        CocoFile coco = CocoFile.open(
                write("{" + IMAGES + "," + CATEGORIES + "," + ANNOTATIONS + "}"), ProblemHandler.STRICT, Progress.NONE);
        IOException failure = new IOException("disk full");
        assertThatThrownBy(() -> coco.read(instance -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    private void checkContent(Path file) throws IOException {
        CocoFile coco = CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE);
        Image first = new Image("1", 10, 20, "a.jpg", null);
        Image second = Image.of("x", 30, 40);
        Category cup = new Category("7", "Cup");
        Category cap = new Category("8", "Cap");
        assertThat(coco.images()).containsExactly(first, second);
        assertThat(coco.categories()).containsExactly(cup, cap);
        List<LabeledInstance> read = read(coco);
        assertThat(read).extracting(LabeledInstance::image).containsExactly(first, second);
        assertThat(read).extracting(LabeledInstance::category).containsExactly(cap, cup);
        assertThat(read)
                .extracting(LabeledInstance::annotation)
                .containsExactly(
                        new Annotation("5", "Cap", Polygons.of(1, 2, 3, 4, 5, 6), false),
                        new Annotation("5", "Cup", new CompressedRle(40, 30, "0"), true));
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("file.json"), json);
    }

    private static List<LabeledInstance> read(CocoFile coco) throws IOException {
        List<LabeledInstance> read = new ArrayList<>();
        coco.read(read::add);
        return read;
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }
}
