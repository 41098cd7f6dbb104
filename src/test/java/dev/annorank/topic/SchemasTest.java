package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    private static final Path FOLDER = Path.of("topics", "schemas");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void shouldBeOneSchemaAValue_whenTheFolderIsListed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "annotation-event.json",
                            "instance-score.json",
                            "instance.json",
                            "image-ranking.json",
                            "class-total.json",
                            "ranking-epoch.json",
                            "asyncapi.yaml");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"annotation-event", "instance-score", "instance", "image-ranking", "class-total", "ranking-epoch"
            })
    void shouldBeValidDraft202012_whenCheckedAgainstItsMetaSchema(String name) throws IOException {
        String text = read(name);
        assertThat(text).contains("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(text, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            annotation-event | {"type":"annotation.upserted","dataset":"taco","version":1764000000000,"image":{"id":"82","width":1537,"height":2049,"fileName":"a.jpg","url":"u"},"annotation":{"id":4711,"category":"Bottle cap","segmentation":[[0,0,9.5,0,9,9]],"iscrowd":0,"scores":{"el2n":0.31}}}
            annotation-event | {"type":"annotation.upserted","image":{"id":82,"width":3,"height":2,"extra":1},"annotation":{"id":"x","category":7,"area":"ignored","segmentation":{"size":[2,3],"counts":[0,6]}},"more":[]}
            annotation-event | {"type":"image.replaced","image":{"id":82,"width":3,"height":2},"annotations":[{"id":1,"category":"c","segmentation":{"size":[2,3],"counts":"06"}}]}
            annotation-event | {"type":"annotation.upserted","image":{"id":82,"width":3,"height":2},"annotation":{"id":1,"category":"c","segmentation":[]}}
            annotation-event | {"type":"annotation.upserted","version":1764000000000.0,"image":{"id":82,"width":3,"height":2},"annotation":{"id":1,"segmentation":null}}
            annotation-event | {"type":"image.replaced","image":{"id":82,"width":3,"height":2},"annotations":[]}
            annotation-event | {"type":"annotation.deleted","dataset":"taco","version":2,"image":{"id":"82"},"annotation":{"id":4711}}
            annotation-event | {"type":"image.deleted","dataset":"...","image":{"id":"82"}}
            annotation-event | {"type":"image.deleted","image":{"id":"82"}}
            instance-score   | {"type":"annotation.upserted","dataset":"taco","image":"82","version":17,"instance":{"annotation":"4711","class":"Bottle cap","iscrowd":false,"perimeterPx":10.5,"areaPx2":6,"contours":1,"scs":1.75,"siScs":1.2}}
            instance-score   | {"type":"annotation.upserted","dataset":"taco","image":"82","width":1537,"height":2049,"fileName":"a.jpg","url":"u","instance":{"annotation":"4711","class":"Bottle cap","iscrowd":false,"perimeterPx":10.5,"areaPx2":6,"contours":1,"scs":1.75,"siScs":1.2,"selfCrossing":true,"outline":[0,0,3,0,3,2]}}
            instance-score   | {"type":"annotation.deleted","dataset":"taco","image":"82","annotation":"4711"}
            instance         | {"dataset":"taco","image":"82","width":1537,"height":2049,"fileName":"a.jpg","url":"u","annotation":"4711","class":"Bottle cap","iscrowd":false,"perimeterPx":10.5,"areaPx2":6,"contours":1,"scs":1.75,"siScs":1.2,"selfCrossing":true,"outline":[0,0,3,0,3,2]}
            instance         | {"dataset":"taco","image":"82","width":1,"height":1,"annotation":"4711","class":"c","iscrowd":true,"perimeterPx":0,"areaPx2":0,"contours":0,"scs":0,"siScs":0}
            instance-score   | {"type":"image.replaced","dataset":"taco","image":"82","version":0,"instances":[]}
            instance-score   | {"type":"image.deleted","dataset":"taco","image":"82","version":3}
            instance-score   | {"type":"image.forgotten","dataset":"taco","image":"82"}
            image-ranking    | {"dataset":"taco","image":"82","rank":3,"of":4,"percentile":0.75,"score":0.01,"kept":{"0.2":true,"0.5":false},"instances":2,"vector":{"Bottle cap":2.5},"epoch":7}
            image-ranking    | {"dataset":"taco","image":"82","rank":3,"of":4,"percentile":0.75,"score":0.01,"kept":{},"instances":2,"vector":{"Bottle cap":2.5},"counts":{"Bottle cap":1,"Crowd":1},"epoch":7}
            image-ranking    | {"dataset":"taco","image":"82","rank":null,"of":0,"percentile":null,"score":0,"kept":{},"instances":0,"vector":{},"epoch":1}
            class-total      | {"dataset":"taco","class":"Bottle cap","instances":3,"images":2,"siScsSum":4.5,"siScsMean":1.5,"share":0.3,"epoch":7}
            ranking-epoch    | {"dataset":"taco","epoch":7,"at":"2026-01-01T00:00:00.5Z","images":4,"ranked":3,"instances":9,"classes":2,"applied":5,"superseded":1,"rejected":0,"totals":{"applied":9,"superseded":2,"rejected":1},"imbalance":{"gini":0.1,"effectiveClasses":1.9,"maxMinRatio":2},"siScsMean":1.4,"prune":{"0.2":{"kept":2,"cutoffScore":0.1,"entered":1,"left":0,"jaccard":0.5},"0.5":{"kept":0,"cutoffScore":null,"entered":0,"left":0,"jaccard":1}},"published":4,"tookMs":2}
            """)
    void shouldAcceptTheExample_whenItIsAsDocumented(String name, String example) throws IOException {
        assertThat(problems(name, example)).as(example).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            annotation-event | {"type":"annotation.moved","image":{"id":"82"}}
            annotation-event | {"type":"image.deleted","image":{}}
            annotation-event | {"type":"image.deleted","dataset":"a/b","image":{"id":"82"}}
            annotation-event | {"type":"image.deleted","dataset":".","image":{"id":"82"}}
            ranking-epoch    | {"dataset":"..","epoch":7,"at":"2026-01-01T00:00:00.5Z","images":4,"ranked":3,"instances":9,"classes":2,"applied":5,"superseded":1,"rejected":0,"totals":{"applied":9,"superseded":2,"rejected":1},"imbalance":{"gini":0.1,"effectiveClasses":1.9,"maxMinRatio":2},"siScsMean":1.4,"prune":{},"published":4,"tookMs":2}
            annotation-event | {"type":"image.deleted","version":"7","image":{"id":"82"}}
            annotation-event | {"type":"image.deleted","version":-1,"image":{"id":"82"}}
            annotation-event | {"type":"annotation.deleted","image":{"id":"82"},"annotation":{"id":1.5}}
            annotation-event | {"type":"image.replaced","image":{"id":82},"annotations":[]}
            annotation-event | {"type":"annotation.upserted","image":{"id":82,"width":3,"height":2},"annotation":{"id":1,"category":"c","segmentation":[[1]]}}
            annotation-event | {"type":"annotation.upserted","image":{"id":82,"width":3,"height":2},"annotation":{"id":1,"category":"c","segmentation":{"size":[2],"counts":[6]}}}
            instance-score   | {"type":"annotation.upserted","dataset":"taco","image":"82","instance":{"annotation":"4711"}}
            instance-score   | {"type":"image.deleted","dataset":"taco","image":82}
            instance         | {"dataset":"taco","image":"82","annotation":"4711","class":"c","iscrowd":true,"perimeterPx":0,"areaPx2":0,"contours":0,"scs":0,"siScs":0}
            instance         | {"dataset":"taco","image":"82","width":1,"height":1,"annotation":"4711","class":"c","iscrowd":true,"perimeterPx":0,"areaPx2":0,"contours":0,"scs":0,"siScs":0,"outline":[0.5,1]}
            instance-score   | {"type":"image.deleted","dataset":"taco","image":"82","version":-1}
            image-ranking    | {"dataset":"taco","image":"82","rank":null,"of":4,"percentile":0.75,"score":0,"kept":{},"instances":0,"vector":{},"epoch":1}
            image-ranking    | {"dataset":"taco","image":"82","rank":0,"of":4,"percentile":0.75,"score":1,"kept":{},"instances":0,"vector":{},"epoch":1}
            image-ranking    | {"dataset":"taco","image":"82","rank":1,"of":4,"percentile":0.25,"score":1,"kept":{"20%":true},"instances":0,"vector":{},"epoch":1}
            class-total      | {"dataset":"taco","class":"c","instances":3,"images":2,"siScsSum":4.5,"siScsMean":1.5,"share":3,"epoch":7}
            ranking-epoch    | {"dataset":"taco","epoch":7,"at":"yesterday"}
            """)
    void shouldRefuseTheExample_whenItIsBroken(String name, String example) throws IOException {
        assertThat(problems(name, example)).as(example).isNotEmpty();
    }

    private static List<Error> problems(String name, String example) throws IOException {
        return REGISTRY.getSchema(read(name)).validate(example, InputFormat.JSON);
    }

    private static String read(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + ".json"));
    }
}
