package dev.annorank.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.demo.BadEvents;
import dev.annorank.demo.LabelingSession;
import dev.annorank.format.tool.WebhookFuzzTest;
import dev.annorank.stream.StateFormats;
import dev.annorank.stream.StateFormats.Written;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Writes the inputs that fuzzing begins with: a few of each kind, in a folder for each target. */
final class SeedsMain {
    private static final String COCO = """
            {"info": {"year": 2026}, "images": [{"id": 1, "file_name": "a.jpg", "width": 60, "height": 40},
             {"id": "two", "file_name": "b.jpg", "width": 5, "height": 4}],
             "categories": [{"id": 7, "name": "cat", "supercategory": "animal"}, {"id": 8, "name": "dog"}],
             "annotations": [
             {"id": 1, "image_id": 1, "category_id": 7, "iscrowd": 0, "area": 1, "bbox": [0, 0, 9, 9],
              "segmentation": [[1, 1, 30.5, 2, 20, 30], [2, 2, 9, 2, 9, 9, 2, 9]]},
             {"id": 2, "image_id": "two", "category_id": 8, "iscrowd": 1,
              "segmentation": {"size": [4, 5], "counts": [3, 6, 11]}},
             {"id": 3, "image_id": "two", "category_id": 8, "segmentation": {"size": [4, 5], "counts": "564"}},
             {"id": 4, "image_id": 1, "category_id": 9, "segmentation": []}]}
            """;

    private static int count;

    private SeedsMain() {}

    /**
     * Writes them.
     *
     * @param arguments the folder of the corpus
     */
    public static void main(String[] arguments) throws IOException {
        Path corpus = Path.of(arguments[0]);
        events(corpus);
        masks(corpus);
        written(corpus);
        write(
                corpus,
                FuzzTarget.DEAD_LETTER,
                "key\0value\0header\0its value\0annorank.reason\0not-json".getBytes(UTF_8));
        write(corpus, FuzzTarget.COCO_FILE, COCO.getBytes(UTF_8));
        write(
                corpus,
                FuzzTarget.LABEL_STUDIO,
                WebhookFuzzTest.LABEL_STUDIO.formatted("[255, 1, 2]").getBytes(UTF_8));
        write(corpus, FuzzTarget.CVAT_NOTICE, WebhookFuzzTest.NOTICE.getBytes(UTF_8));
        String job = String.join(
                "\0", WebhookFuzzTest.JOB, WebhookFuzzTest.ANNOTATIONS, WebhookFuzzTest.META, WebhookFuzzTest.LABELS);
        write(corpus, FuzzTarget.CVAT_JOB, job.getBytes(UTF_8));
    }

    private static void events(Path corpus) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 8; i++) {
            write(corpus, FuzzTarget.EVENT, EventWriter.value(Events.random(random)));
        }
        LabelingSession session = new LabelingSession(1, "demo");
        for (int i = 0; i < 2; i++) {
            write(corpus, FuzzTarget.EVENT, EventWriter.value(session.next()));
        }
        BadEvents bad = new BadEvents("demo");
        for (int i = 0; i < bad.kinds(); i++) {
            write(corpus, FuzzTarget.EVENT, bad.next().value());
        }
    }

    private static void masks(Path corpus) throws IOException {
        write(corpus, FuzzTarget.MASK, mask(0, 4, 5).put("564".getBytes(UTF_8)));
        write(corpus, FuzzTarget.MASK, mask(1, 4, 5).putInt(3).putInt(6).putInt(11));
        ByteBuffer sixteenths = mask(2, 40, 60);
        for (int at : new int[] {16, 16, 500, 30, 320, 480, 16, 400}) {
            sixteenths.putShort((short) at);
        }
        write(corpus, FuzzTarget.MASK, sixteenths);
        ByteBuffer doubles = mask(3, 40, 60);
        for (double at : new double[] {-1, 1, 1e9, 1.5, 30, 50, 30, -7.25}) {
            doubles.putDouble(at);
        }
        write(corpus, FuzzTarget.MASK, doubles);
    }

    private static ByteBuffer mask(int kind, int height, int width) {
        return ByteBuffer.allocate(100)
                .put((byte) kind)
                .putShort((short) (height - 1))
                .putShort((short) (width - 1));
    }

    /** One value of each kind that the topology writes: the longest, it has most in it. */
    private static void written(Path corpus) throws IOException {
        Map<String, Written> longest = new HashMap<>();
        for (Written one : StateFormats.written()) {
            longest.merge(
                    one.isState() + " " + one.format(), one, (a, b) -> a.bytes().length < b.bytes().length ? b : a);
        }
        for (Written one : longest.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(one.format());
            bytes.write(one.bytes());
            write(corpus, one.isState() ? FuzzTarget.STATE : FuzzTarget.TOPIC, bytes.toByteArray());
        }
    }

    private static void write(Path corpus, FuzzTarget target, ByteBuffer bytes) throws IOException {
        byte[] filled = new byte[bytes.position()];
        bytes.flip().get(filled);
        write(corpus, target, filled);
    }

    private static void write(Path corpus, FuzzTarget target, byte[] bytes) throws IOException {
        Path folder = Files.createDirectories(corpus.resolve(target.name().toLowerCase(Locale.ROOT)));
        Files.write(folder.resolve("seed-" + ++count), bytes);
    }
}
