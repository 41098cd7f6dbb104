package dev.annorank.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubsetFormatTest {
    /** Of ten ranked images, these are kept; each scores 1 / (3 x its rank). */
    private record Images(List<String> ids) implements Subset {
        @Override
        public int size() {
            return ids.size();
        }

        @Override
        public String image(int rank) {
            return ids.get(rank - 1);
        }

        @Override
        public double score(int rank) {
            return 1.0 / (3 * rank);
        }

        @Override
        public double percentile(int rank) {
            return rank / 10.0;
        }

        @Override
        public int instances(int rank) {
            return 2;
        }

        @Override
        public SortedMap<String, Boolean> kept(int rank) {
            return new TreeMap<>(Map.of("0.2", true, "0.9", rank == 1));
        }

        @Override
        public SortedMap<String, Integer> classes(int rank) {
            return new TreeMap<>(Map.of("cup", 1, "a \"cap\"", 1));
        }
    }

    private static final Subset SUBSET = new Images(List.of("9", "a,b", "\u4e2d/\"x\""));

    private static String write(SubsetFormat format, Subset subset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(subset, out);
        return out.toString(UTF_8);
    }

    @Test
    void shouldWriteAnIdALine() throws IOException {
        assertThat(write(SubsetFormat.IDS, SUBSET)).isEqualTo("9\na,b\n\u4e2d/\"x\"\n");
    }

    @Test
    void shouldWriteRowsAsTheBatchRankingDoes() throws IOException {
        assertThat(write(SubsetFormat.CSV, SUBSET))
                .isEqualTo("rank,image_id,score\n1,9,0.3333333333333333\n2,\"a,b\",0.16666666666666666\n"
                        + "3,\"\u4e2d/\"\"x\"\"\",0.1111111111111111\n");
    }

    @Test
    void shouldWriteAnObjectALine() throws IOException {
        assertThat(write(SubsetFormat.JSONL, SUBSET).lines())
                .hasSize(3)
                .startsWith(
                        "{\"rank\":1,\"image\":\"9\",\"percentile\":0.1,\"score\":0.3333333333333333,\"instances\":2,"
                                + "\"kept\":{\"0.2\":true,\"0.9\":true},\"classes\":{\"a \\\"cap\\\"\":1,\"cup\":1}}");
    }

    @Test
    void shouldWriteScoresByImage() throws IOException {
        assertThat(write(SubsetFormat.SCORES, SUBSET))
                .isEqualTo("{\"9\":0.3333333333333333,\"a,b\":0.16666666666666666,"
                        + "\"\u4e2d/\\\"x\\\"\":0.1111111111111111}\n");
    }

    @ParameterizedTest
    @EnumSource(SubsetFormat.class)
    void shouldWriteAnEmptyFile_whenNothingIsKept(SubsetFormat format) throws IOException {
        String right = switch (format) {
            case IDS, JSONL -> "";
            case CSV -> "rank,image_id,score\n";
            case SCORES -> "{}\n";
        };
        assertThat(write(format, new Images(List.of()))).isEqualTo(right);
    }

    @Test
    void shouldRefuseAndWriteNothing_whenAnIdHoldsALineBreak() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> SubsetFormat.IDS.write(new Images(List.of("1", "2\n3")), out))
                .isInstanceOf(SubsetException.class)
                .hasMessageContaining("image id \"2\\u000a3\" holds a line break");
        assertThat(out.size()).isZero();
    }

    private static String yolo(String name, String root) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        YoloList.write(new Images(List.of("1")), image -> Optional.ofNullable(name), Optional.ofNullable(root), out);
        return out.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "images/a b.jpg, , ./images/a b.jpg",
        "./a.jpg, , ./a.jpg",
        "/data/a.jpg, , /data/a.jpg",
        "/data/a.jpg, root, /data/a.jpg",
        "a.jpg, /data/images, /data/images/a.jpg",
        "./a.jpg, images/, images/a.jpg",
        "../x/a.jpg, /data, /data/../x/a.jpg"
    })
    void shouldWritePathsAsUltralyticsTakesThem(String name, String root, String path) throws IOException {
        assertThat(yolo(name, root)).isEqualTo(path + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        ", , image \"1\" has no known file name",
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
}
