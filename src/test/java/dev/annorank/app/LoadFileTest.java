package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.config.Settings;
import dev.annorank.model.Annotation;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.AnnotationEvent.AnnotationUpserted;
import dev.annorank.model.AnnotationEvent.ImageReplaced;
import dev.annorank.model.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What of a file is sent. */
class LoadFileTest {
    private static final String TEXT = """
            {"images":[{"id":1,"width":10,"height":10},{"id":2,"width":10,"height":10},{"id":3}],
            "categories":[{"id":1,"name":"c"}],"annotations":[
            {"id":1,"image_id":1,"category_id":1,"segmentation":[[1,1,9,1,9,9]]},
            {"id":2,"image_id":1,"category_id":1,"segmentation":[]},
            {"id":3,"image_id":1,"category_id":1,"segmentation":{"size":[10,10],"counts":[5]}},
            {"id":4,"image_id":2,"category_id":1,"segmentation":[[1,1,9,1,9,9]],"iscrowd":1},
            {"id":4,"image_id":2,"category_id":1,"segmentation":[[1,1,9,1,9,8]]},
            {"id":5,"image_id":3,"category_id":1,"segmentation":[[1,1,9,1,9,9]]},
            {"id":6,"image_id":2,"category_id":1,"segmentation":[[LONG,9,9]]},
            {"id":7,"image_id":2,"category_id":1,"segmentation":[[1,1,9,1,9,7]]}]}""".replace("LONG", "1,2,".repeat(500) + "3,3");

    @TempDir
    private Path folder;

    private List<AnnotationEvent> sent(boolean perImage, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("file.json"), TEXT);
        Settings settings =
                Settings.builder().flag("test", "event.max.bytes", "1024").build();
        FileOptions fileOptions = CommandLine.populateCommand(new FileOptions(), options);
        LoadFile source = new LoadFile(file, settings, fileOptions, "d", OptionalLong.of(7));
        List<AnnotationEvent> events = new ArrayList<>();
        try (FileReport report = new FileReport(file, fileOptions);
                ProgressReport progress = new ProgressReport("loading")) {
            source.check(perImage, report, progress);
            source.send(progress, events::add);
            assertThat(report.problems().annotations()).isEqualTo(5);
        }
        return events;
    }

    @Test
    void shouldSendWhatWorkersTake_andLeaveOutTheRest() throws IOException {
        List<AnnotationEvent> events = sent(false);
        assertThat(events)
                .allSatisfy(event -> assertThat(event.version()).hasValue(7))
                .extracting(event -> ((AnnotationUpserted) event).annotation().id())
                .containsExactly("1", "4", "7");
        assertThat(((AnnotationUpserted) events.get(1)).annotation().crowd()).isTrue();
    }

    @Test
    void shouldSendOneEventAnImage_whenAskedTo() throws IOException {
        assertThat(sent(true))
                .extracting(event -> event.imageId() + " "
                        + ((ImageReplaced) event)
                                .annotations().stream().map(Annotation::id).toList())
                .containsExactly("1 [1]", "2 [4, 7]");
    }

    @Test
    void shouldFail_whenTheFileIsAnotherThanTheOneChecked() throws IOException {
        Path file = Files.writeString(folder.resolve("file.json"), TEXT);
        FileOptions options = new FileOptions();
        LoadFile source = new LoadFile(file, Settings.defaults(), options, "d", OptionalLong.empty());
        try (FileReport report = new FileReport(file, options);
                ProgressReport progress = new ProgressReport("loading")) {
            source.check(false, report, progress);
            Files.writeString(file, TEXT + " ");
            assertThatThrownBy(() -> source.send(progress, event -> {}))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("was changed while it was loaded");
        }
    }

    @Test
    void shouldSendCrowdsAsInstances_whenTheyAreToBeIncluded() throws IOException {
        assertThat(sent(false, "--iscrowd", "include"))
                .noneMatch(event -> ((AnnotationUpserted) event).annotation().crowd());
    }
}
