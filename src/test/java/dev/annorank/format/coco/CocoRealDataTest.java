package dev.annorank.format.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.Segmentation.CompressedRle;
import dev.annorank.model.Segmentation.Polygons;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published datasets: nothing in them is rejected, and every annotation survives as an event. */
class CocoRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("annorank.data", "../shared/data"));

    @ParameterizedTest
    @CsvSource({"taco.coco.json.gz, 1500, 4784, 60, 59", "voc2012-train.coco.json.gz, 1463, 3504, 20, 20"})
    void shouldReadAll(String name, int images, int annotations, int categories, int used) throws IOException {
        Path file = DATA.resolve(name);
        assumeTrue(Files.exists(file), () -> file + " is absent");
        CocoFile coco = CocoFile.open(file, ProblemHandler.STRICT, Progress.NONE);
        assertThat(coco.images()).hasSize(images);
        assertThat(coco.categories()).hasSize(categories);

        EventReader reader = new EventReader(1 << 20);
        Set<String> identities = new HashSet<>();
        Set<String> classes = new HashSet<>();
        coco.read(instance -> {
            identities.add(instance.image().id() + "/" + instance.annotation().id());
            classes.add(instance.annotation().category());
            assertThat(instance.annotation().segmentation()).isInstanceOfAny(Polygons.class, CompressedRle.class);
            AnnotationEvent event =
                    new AnnotationUpserted("default", OptionalLong.empty(), instance.image(), instance.annotation());
            assertThat(reader.read(EventWriter.key(event), EventWriter.value(event)))
                    .isEqualTo(event);
        });
        assertThat(identities).hasSize(annotations);
        assertThat(classes).hasSize(used);
    }
}
