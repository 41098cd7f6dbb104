package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.Ids;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDatasetTest {
    @ParameterizedTest
    @CsvSource({
        "/data/street.json, street",
        "/data/street.coco.json.gz, street",
        "/data/Street_v2.1.JSON, Street_v2.1",
        "/data/person_keypoints_train2017.json, person_keypoints_train2017",
        "/data/lvis_v1_train.json, lvis_v1_train",
        "/data/my photos (1).json, my-photos--1",
        "/x/street/annotations.json, street",
        "/x/street/_annotations.coco.json, street",
        "/x/street/result.json, street",
        "/x/street/data.json.gz, street",
        "/x/street/labels.json, street",
        "/x/street/coco.json, street",
        "/x/street/coco_annotations.json, street",
        "/x/coco/result_coco.json, coco",
        "/x/street/annotations/instances_default.json, street",
        "/x/street/annotations(2).json, street",
        "/x/street/.json, street",
    })
    void shouldTakeTheFileOrItsFolder_whenTheNameSaysSomethingOrNot(String file, String dataset) {
        assertThat(FileDataset.of(Path.of(file))).isEqualTo(dataset);
    }

    @ParameterizedTest
    @CsvSource({
        "/x/street/train.json, street-train",
        "/data/coco/annotations/instances_train2017.json, coco-train2017",
        "/x/street/train/_annotations.coco.json, street-train",
        "/x/street/valid/_annotations.coco.json, street-valid",
        "/x/street/annotations/instances_train2017.json, street-train2017",
        "/x/street/annotations/instances_val2017.json.gz, street-val2017",
    })
    void shouldKeepSplitsApart_whenTheyAreFilesOfOneFolder(String file, String dataset) {
        assertThat(FileDataset.of(Path.of(file))).isEqualTo(dataset);
    }

    @ParameterizedTest
    @CsvSource({
        "/annotations.json, annotations",
        "/data/dataset/annotations/instances_train2017.json, instances_train2017",
        "/\u732b/\u732b.json, default",
        "/street/\u732b\u732b.json, street",
        "/., default",
    })
    void shouldGiveANameAllTheSame_whenNothingSaysWhatTheDatasetIs(String file, String dataset) {
        assertThat(FileDataset.of(Path.of(file))).isEqualTo(dataset);
    }

    @Test
    void shouldStayWithinTheLimit_whenNamesAreLong() {
        String longest = "s".repeat(100);
        assertThat(FileDataset.of(Path.of("/x/" + longest + "tail.json"))).isEqualTo(longest);
        String split = FileDataset.of(Path.of("/x/" + longest + "tail/train.json"));
        assertThat(Ids.requireDataset(split)).hasSize(100).endsWith("s-train");
        assertThat(Ids.requireDataset(FileDataset.of(Path.of("/x/y/train" + "1".repeat(150) + ".json"))))
                .isNotEmpty();
    }
}
