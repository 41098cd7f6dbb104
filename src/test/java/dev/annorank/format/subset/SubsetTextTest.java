package dev.annorank.format.subset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.ImageVector;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubsetTextTest {
    /** The images, best first; each has a cup of its own class's share, and the last also a cap. */
    private static Subset subset(List<String> ids) {
        RankingIndex index = new RankingIndex();
        for (int i = 0; i < ids.size(); i++) {
            index.upsert(
                    ids.get(i),
                    new ImageVector(new String[] {"cup", "a \"cap\""}, new int[] {1, 2}, new double[] {4 - i, 0}));
        }
        Ranking ranking = index.rank();
        return new Subset(
                ranking,
                image -> Optional.ofNullable(index.vector(image)),
                List.of("0.5", "0.0005"),
                Quota.ofPruneRate(0));
    }

    private static final Subset SUBSET = subset(List.of("9", "a,b", "\u4e2d/\"x\""));

    private static String write(SubsetFormat format, Subset subset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SubsetText.write(format, subset, out);
        return out.toString(UTF_8);
    }

    @Test
    void shouldWriteAnIdALine() throws IOException {
        assertThat(write(SubsetFormat.IDS, SUBSET)).isEqualTo("9\na,b\n\u4e2d/\"x\"\n");
    }

    @Test
    void shouldWriteRowsAsTheBatchRankingDoes() throws IOException {
        assertThat(write(SubsetFormat.CSV, SUBSET))
                .isEqualTo("rank,image_id,score\n1,9,0.4444444444444444\n2,\"a,b\",0.3333333333333333\n"
                        + "3,\"\u4e2d/\"\"x\"\"\",0.2222222222222222\n");
    }

    @Test
    void shouldKeepASpreadsheetFromComputing_onlyIfAskedTo() throws IOException {
        Subset odd = subset(List.of("=1+1", "@a", "\t-1", "1=1"));
        assertThat(write(SubsetFormat.CSV, odd)).contains(",=1+1,", ",@a,", ",\t-1,", ",1=1,");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SubsetText.write(SubsetFormat.CSV, odd, true, out);
        assertThat(out.toString(UTF_8)).contains(",'=1+1,", ",'@a,", ",'\t-1,", ",1=1,");
    }

    @Test
    void shouldWriteAnObjectALine() throws IOException {
        assertThat(write(SubsetFormat.JSONL, SUBSET).lines())
                .hasSize(3)
                .endsWith("{\"rank\":3,\"image\":\"\u4e2d/\\\"x\\\"\",\"percentile\":1.0,\"score\":0.2222222222222222,"
                        + "\"instances\":3,\"kept\":{\"0.0005\":true,\"0.5\":false},"
                        + "\"classes\":{\"a \\\"cap\\\"\":2,\"cup\":1}}");
    }

    @Test
    void shouldWriteScoresByImage() throws IOException {
        assertThat(write(SubsetFormat.SCORES, SUBSET))
                .isEqualTo("{\"9\":0.4444444444444444,\"a,b\":0.3333333333333333,"
                        + "\"\u4e2d/\\\"x\\\"\":0.2222222222222222}\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = SubsetFormat.class,
            names = {"COCO", "YOLO"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldWriteAnEmptyFile_whenNothingIsKept(SubsetFormat format) throws IOException {
        String right = switch (format) {
            case IDS, JSONL -> "";
            case CSV -> "rank,image_id,score\n";
            case SCORES -> "{}\n";
            case COCO, YOLO -> throw new AssertionError(format);
        };
        assertThat(write(format, subset(List.of()))).isEqualTo(right);
    }

    @Test
    void shouldRefuseAndWriteNothing_whenAnIdHoldsALineBreak() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> SubsetText.write(SubsetFormat.IDS, subset(List.of("1", "2\n3")), out))
                .isInstanceOf(SubsetException.class)
                .hasMessageContaining("image id \"2\\u000a3\" holds a line break");
        assertThat(out.size()).isZero();
    }

    private static String yolo(String name, String root) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        list(name, root).write(out);
        return out.toString(UTF_8);
    }

    private static YoloList list(@Nullable String name, @Nullable String root) {
        return YoloList.of(subset(List.of("1")), image -> Optional.ofNullable(name), Optional.ofNullable(root));
    }

    @ParameterizedTest
    @CsvSource({
        "images/a b.jpg, , ./images/a b.jpg",
        "./a.jpg, , ./a.jpg",
        "/data/a.jpg, , /data/a.jpg",
        "/data/a.jpg, root, /data/a.jpg",
        "a.jpg, /data/images, /data/images/a.jpg",
        "./a.jpg, images/, images/a.jpg",
        "../x/a.jpg, /data, /data/../x/a.jpg",
        "C:\\data\\img\\a b.jpg, , ./a b.jpg",
        "C:\\data\\img\\a.jpg, /data, /data/a.jpg",
        "img\\a.jpg, /data, /data/a.jpg",
        "img\\sub/a.jpg, /data, /data/a.jpg",
        "\\\\server\\share\\a.jpg, /data, /data/a.jpg",
        "c:/img/a.jpg, /data, /data/a.jpg",
        "s3://bucket/img/a.jpg, /data, /data/a.jpg"
    })
    void shouldWritePathsAsUltralyticsTakesThem(String name, String root, String path) throws IOException {
        assertThat(yolo(name, root)).isEqualTo(path + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "../a.jpg, , which Ultralytics makes another",
        "../a.jpg, ./images, which Ultralytics makes another",
        "a.jpg, ./images/../x, which Ultralytics makes another",
        "../a.jpg, ., which Ultralytics makes another",
        "'a\u2028b.jpg', , cannot hold",
        "' a.jpg', , cannot hold"
    })
    void shouldNameTheImage_whenItHasNoPathForAList(String name, String root, String message) {
        assertThatThrownBy(() -> yolo(name, root))
                .isInstanceOf(SubsetException.class)
                .hasMessageContaining(message.replace("which Ultra", "of which Ultra"))
                .hasMessageContaining("\"1\"");
    }

    @Test
    void shouldNameForeignAndRepeatedPathsAndImagesWithoutAName() {
        Map<String, String> names = Map.of("a", "x\\1.jpg", "b", "y\\1.jpg", "c", "2.jpg");
        YoloList list = YoloList.of(
                subset(List.of("a", "b", "c", "d")), image -> Optional.ofNullable(names.get(image)), Optional.empty());
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.foreign().count()).isEqualTo(2);
        assertThat(list.foreign().first()).containsExactly("x\\1.jpg (image a)", "y\\1.jpg (image b)");
        assertThat(list.repeated().first()).containsExactly("./1.jpg (images a and b)");
        assertThat(list.nameless().first()).containsExactly("\"d\"");
        assertThat(list("a.jpg", null).foreign().count()).isZero();
    }
}
