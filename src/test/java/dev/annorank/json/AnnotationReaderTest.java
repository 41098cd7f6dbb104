package dev.annorank.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annorank.model.Annotation;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.model.Segmentation;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.model.Segmentation.Rle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationReaderTest {
    private final AnnotationReader reader = new AnnotationReader();

    @Test
    void shouldReadPolygons_whenTheyAreListed() throws IOException {
        assertThat(segmentation("[[1, 2.5, 3, 4], [-5, 6e0]]"))
                .isEqualTo(new Polygons(new double[] {1, 2.5, 3, 4, -5, 6}, new int[] {4, 6}));
    }

    @Test
    void shouldReadOnePolygon_whenTheListIsFlat() throws IOException {
        assertThat(segmentation("[1, 2, 3.5, 4, 5, 6]")).isEqualTo(Polygons.of(1, 2, 3.5, 4, 5, 6));
    }

    @Test
    void shouldReadRunLengths_whenFieldsComeInAnyOrder() throws IOException {
        Rle expected = new Rle(2, 3, new int[] {0, 4, 2});
        assertThat(segmentation("{\"size\": [2, 3], \"counts\": [0, 4, 2]}")).isEqualTo(expected);
        assertThat(segmentation("{\"x\": [{}], \"counts\": [0, 4, 2], \"size\": [2, 3]}"))
                .isEqualTo(expected);
    }

    @Test
    void shouldReadCompressedRunLengths() throws IOException {
        assertThat(segmentation("{\"size\": [375, 500], \"counts\": \"aZf02e;1O\\\\o\"}"))
                .isEqualTo(new CompressedRle(375, 500, "aZf02e;1O\\o"));
    }

    @Test
    void shouldGrow_whenThereAreManyPointsPartsAndRuns() throws IOException {
        String polygon = "[" + String.join(",", Collections.nCopies(5_000, "1.5")) + "]";
        Polygons polygons = (Polygons) segmentation("[" + String.join(",", Collections.nCopies(300, polygon)) + "]");
        assertThat(polygons.parts()).isEqualTo(300);
        assertThat(polygons.coordinates()).hasSize(1_500_000).containsOnly(1.5);
        String counts = String.join(",", Collections.nCopies(100_000, "7"));
        assertThat(((Rle) segmentation("{\"size\":[1,1],\"counts\":[" + counts + "]}")).counts())
                .hasSize(100_000)
                .containsOnly(7);
    }

    @Test
    void shouldNotShareBuffers_whenReadingTheNext() throws IOException {
        Segmentation first = segmentation("[[1, 2, 3, 4, 5, 6]]");
        segmentation("[[9, 9, 9, 9, 9, 9]]");
        assertThat(first).isEqualTo(Polygons.of(1, 2, 3, 4, 5, 6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[1,2],[1,2,3]]|BAD_POLYGON|a.segmentation[1] has an odd number of coordinates: 3; they must be pairs x, y",
                "[1,2,3]|BAD_POLYGON|a.segmentation has an odd number of coordinates: 3; they must be pairs x, y",
                "[[1,NaN]]|BAD_POLYGON|a.segmentation[0][1] is NaN; it must be a number of pixels between -16777216 and 16777216",
                "[[1,-Infinity]]|BAD_POLYGON|a.segmentation[0][1] is -Infinity; it must be a number of pixels between -16777216 and 16777216",
                "[[1e999,2]]|BAD_POLYGON|a.segmentation[0][0] is 1e999; it must be a number of pixels between -16777216 and 16777216",
                "[[1,\"2\"]]|BAD_POLYGON|a.segmentation[0][1] is \"2\"; it must be a number of pixels between -16777216 and 16777216",
                "[[1,null]]|BAD_POLYGON|a.segmentation[0][1] is null; it must be a number of pixels between -16777216 and 16777216",
                "[[[[[1,2]]]]]|BAD_POLYGON|a.segmentation[0][0][0][0] is an array; it must be no deeper than a list of polygons of points",
                "[{\"size\":[1,1],\"counts\":[1]},{\"size\":[1,1],\"counts\":[1]}]|BAD_RLE|a.segmentation[1] is an object; it must be the end of the list: one object with size and counts",
                "[1,[2]]|BAD_POLYGON|a.segmentation[1] is an array; it must be a number of pixels between -16777216 and 16777216",
                "[[1,2],3]|BAD_POLYGON|a.segmentation[1] is 3; it must be a polygon [x0, y0, x1, y1, ...]",
                "[\"x\"]|BAD_POLYGON|a.segmentation[0] is \"x\"; it must be a number of pixels between -16777216 and 16777216",
                "\"x\"|BAD_FIELD|a.segmentation is \"x\"; it must be a list of polygons or an object with size and counts",
                "7|BAD_FIELD|a.segmentation is 7; it must be a list of polygons or an object with size and counts",
                "{\"counts\":[1]}|BAD_RLE|a.segmentation.size is missing: [height, width] of the mask in pixels",
                "{\"size\":[1,1]}|BAD_RLE|a.segmentation.counts is missing: run lengths or their compressed string",
                "{\"size\":7,\"counts\":[1]}|BAD_RLE|a.segmentation.size is 7; it must be [height, width]",
                "{\"size\":[1],\"counts\":[1]}|BAD_RLE|a.segmentation.size is an array; it must be a whole number of pixels, at least 1",
                "{\"size\":[1,0],\"counts\":[1]}|BAD_RLE|a.segmentation.size[1] is 0; it must be a whole number of pixels, at least 1",
                "{\"size\":[1.5,1],\"counts\":[1]}|BAD_RLE|a.segmentation.size[0] is 1.5; it must be a whole number of pixels, at least 1",
                "{\"size\":[1,1,1],\"counts\":[1]}|BAD_RLE|a.segmentation.size[2] is 1; it must be the end of [height, width]",
                "{\"size\":[1,1],\"counts\":7}|BAD_RLE|a.segmentation.counts is 7; it must be a list of run lengths or their compressed string",
                "{\"size\":[1,1],\"counts\":[0,-1]}|BAD_RLE|a.segmentation.counts[1] is -1; it must be a whole number of pixels from 0 to 2147483647",
                "{\"size\":[1,1],\"counts\":[1.5]}|BAD_RLE|a.segmentation.counts[0] is 1.5; it must be a whole number of pixels from 0 to 2147483647",
                "{\"size\":[1,1],\"counts\":[2147483648]}|BAD_RLE|a.segmentation.counts[0] is 2147483648; it must be a whole number of pixels from 0 to 2147483647",
                "{\"size\":[1,1],\"counts\":\"01 2\"}|BAD_RLE|a.segmentation.counts has \" \" at character 2; compressed run lengths are written with the characters from 0 to o",
                "{\"size\":[1,1],\"counts\":[1],\"counts\":\"1\"}|BAD_FIELD|a.segmentation.counts is given twice; it must be given once",
            })
    void shouldRejectSegmentation(String json, Reason reason, String message) {
        assertRejected(() -> segmentation(json), reason, message);
    }

    @Test
    void shouldReadAllFields_whenUnknownOnesAreAmongThem() throws IOException {
        read("""
                {"bbox": [1, {"deep": [[NaN]]}], "iscrowd": 1, "category_id": 3, "segmentation": [[1, 2]],
                 "image_id": 82, "area": 1e999, "id": "x"}""");
        assertThat(reader.annotation()).isEqualTo(new Annotation("x", "3", Polygons.of(1, 2), true));
        assertThat(reader.annotation("name")).isEqualTo(new Annotation("x", "name", Polygons.of(1, 2), true));
        assertThat(reader.imageId()).isEqualTo("82");
        assertThat(reader.categoryId()).isEqualTo("3");
    }

    @Test
    void shouldPreferCategory_whenCategoryIdIsGivenToo() throws IOException {
        read("{\"id\": 1, \"category_id\": 3, \"category\": \"Cup\", \"segmentation\": [[1, 2]]}");
        assertThat(reader.annotation().category()).isEqualTo("Cup");
        read("{\"id\": 1, \"category_id\": 3, \"category\": null, \"segmentation\": [[1, 2]]}");
        assertThat(reader.annotation().category()).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"category\":\"c\",\"segmentation\":[[1,2]]}|MISSING_FIELD|a.id is missing: a string or a whole number that is unique within the image",
                "{\"id\":1,\"segmentation\":[[1,2]]}|MISSING_FIELD|a.category is missing: the name or id of the class",
                "{\"id\":1,\"category\":\"c\"}|MISSING_FIELD|a.segmentation is missing: a list of polygons, or run lengths with their size",
                "{\"id\":1.5}|BAD_FIELD|a.id is 1.5; it must be a string or a whole number",
                "{\"id\":{\"id\":[1]},\"category\":\"c\"}|BAD_FIELD|a.id is an object; it must be a string or a whole number",
                "{\"id\":1,\"category\":true}|BAD_FIELD|a.category is true; it must be a string or a whole number",
                "{\"id\":1,\"category\":\"\"}|BAD_FIELD|a.category is empty",
                "{\"id\":1,\"iscrowd\":2}|BAD_FIELD|a.iscrowd is 2; it must be 0 or 1",
                "{\"id\":1,\"id\":1}|BAD_FIELD|a.id is given twice; it must be given once",
                "{\"id\":1,\"category\":\"c\",\"segmentation\":[[1,2]],\"segmentation\":[[1,2]]}|BAD_FIELD|a.segmentation is given twice; it must be given once",
            })
    void shouldRejectAnnotation(String json, Reason reason, String message) throws IOException {
        read(json);
        assertRejected(reader::annotation, reason, message);
    }

    @Test
    void shouldReadOn_whenFieldsAreWrong() throws IOException {
        String wrong =
                "{\"segmentation\": [[1, [{\"x\": [2]}, 3]], 4], \"category\": [[1]], \"iscrowd\": {}, \"id\": 5}";
        String right = "{\"id\": 6, \"category\": \"c\", \"segmentation\": [[1, 2]]}";
        try (JsonParser parser = parser("[" + wrong + "," + right + "]")) {
            parser.nextToken();
            parser.nextToken();
            reader.read(parser);
            assertThat(reader.id()).isEqualTo("5");
            assertRejected(
                    reader::annotation,
                    Reason.BAD_POLYGON,
                    "[0].segmentation[0][1] is an array; it must be a number of pixels between -16777216 and 16777216");
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            reader.read(parser);
            assertThat(reader.annotation()).isEqualTo(new Annotation("6", "c", Polygons.of(1, 2), false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "NaN",
                "\"\"",
                "{}",
                "[]",
                "[[]]",
                "[[],[]]",
                "[[[]]]",
                "[[20,20,30,40]]",
                "[20,20,30,40]",
                "[[],[20.5,20,30,40]]"
            })
    void shouldHaveNoMask_whenThereIsNoneOrABox(String json) throws IOException {
        read("{\"id\": 1, \"category\": \"c\", \"segmentation\": " + json + "}");
        assertThat(reader.hasMask()).isFalse();
        assertThat(reader.id()).isEqualTo("1");
    }

    @Test
    void shouldHaveNoMask_whenThereAreOnlyKeypoints() throws IOException {
        read("{\"id\": 1, \"category_id\": 1, \"keypoints\": [1, 2, 2], \"num_keypoints\": 1}");
        assertThat(reader.hasMask()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[20,20],[50,20],[40,60]]",
                "[[[20,20],[50,20],[40,60]]]",
                "[[[20,20]],[[50,20]],[[40,60]]]",
                "[[[[20,20]],[[50,20]],[[40,60]]]]",
                "[[20,20,50,20,40,60],[]]",
                "[20,20,50,20,40,60]"
            })
    void shouldReadOnePolygon_howeverItsPointsAreNested(String json) throws IOException {
        assertThat(segmentation(json)).isEqualTo(Polygons.of(20, 20, 50, 20, 40, 60));
    }

    @Test
    void shouldKeepPartsApart_whenTheyAreListsOfPoints() throws IOException {
        assertThat(segmentation("[[[1,2],[3,4],[5,6]],[[7,8],[9,10],[11,12],[13,14]]]"))
                .isEqualTo(
                        new Polygons(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}, new int[] {6, 14}));
        assertThat(segmentation("[[1,2],[3,4]]"))
                .as("two specks")
                .isEqualTo(new Polygons(new double[] {1, 2, 3, 4}, new int[] {2, 4}));
        assertThat(segmentation("[[1,2],[3,4,5,6,7,8],[9,9]]"))
                .as("specks beside a polygon")
                .isEqualTo(new Polygons(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 9}, new int[] {2, 8, 10}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"size\":[2.0,3],\"counts\":[0.0,4,2.0]}",
                "[{\"size\":[2,3],\"counts\":[0,4,2]}]",
                "{\"size\":[2,3e0],\"counts\":[0,4,0.2e1]}"
            })
    void shouldReadRunLengths_whenWholeNumbersAreFloatsOrTheyStandInAList(String json) throws IOException {
        assertThat(segmentation(json)).isEqualTo(new Rle(2, 3, new int[] {0, 4, 2}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"aZf02\\\\o\\n", " aZf02\\\\o\\r\\n", "b'aZf02\\\\\\\\o'", "b\\\"aZf02\\\\\\\\o\\\\n\\\"\\n"})
    void shouldReadCompressedCounts_whenTheyAreAsPythonPrintsBytesOrEndALine(String counts) throws IOException {
        assertThat(segmentation("{\"size\":[375,500],\"counts\":\"" + counts + "\"}"))
                .isEqualTo(new CompressedRle(375, 500, "aZf02\\o"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0,false",
        "1.0,true",
        "'\"0\"',false",
        "'\"1\"',true",
        "'\"True\"',true",
        "'\"false\"',false",
        "true,true",
        "null,false"
    })
    void shouldReadIscrowd_howeverItIsWritten(String json, boolean crowd) throws IOException {
        read("{\"id\": 1, \"category\": \"c\", \"segmentation\": [[1, 2]], \"iscrowd\": " + json + "}");
        assertThat(reader.annotation().crowd()).isEqualTo(crowd);
    }

    @ParameterizedTest
    @CsvSource({"3.0,3", "3e2,300", "-0.0,0", "-7.0,-7", "9007199254740993.0,9007199254740993", "'\"3.0\"',3.0"})
    void shouldReadWholeNumbersAsIds_whenTheyAreWrittenAsFloats(String json, String id) throws IOException {
        read("{\"id\": " + json + "}");
        assertThat(reader.id()).isEqualTo(id);
    }

    private Segmentation segmentation(String json) throws IOException {
        read("{\"id\": 1, \"category\": \"c\", \"segmentation\": " + json + "}");
        return reader.annotation().segmentation();
    }

    private void read(String json) throws IOException {
        try (JsonParser parser = parser("{\"a\": " + json + "}")) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            reader.read(parser);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
        }
    }

    private static JsonParser parser(String json) throws IOException {
        return Json.parser(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRejected(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.getMessage()).isEqualTo(message);
            assertThat(e.reason()).isEqualTo(reason);
        });
    }
}
