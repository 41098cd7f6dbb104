package dev.annorank.fuzz;

import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.Progress;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.format.tool.CvatLabels;
import dev.annorank.format.tool.CvatWebhook;
import dev.annorank.format.tool.LabelStudioWebhook;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.score.EventScorer;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import dev.annorank.stream.StateFormats;
import dev.annorank.topic.ClassTotalsSerde;
import dev.annorank.topic.DeadLetters;
import dev.annorank.topic.EventReader;
import dev.annorank.topic.EventWriter;
import dev.annorank.topic.ImageRankingSerde;
import dev.annorank.topic.InstanceDetailSerde;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.topic.ScoredEventSerde;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;

/** Something that takes bytes from outside. Where it takes several things, the first byte says which, or zeros part them. */
enum FuzzTarget {
    /** Event reading, and the event's scores by both measures. */
    EVENT {
        @Override
        void accept(byte[] bytes) {
            AnnotationEvent[] read = new AnnotationEvent[1];
            if (Oracle.acceptsOrRejects(bytes, () -> read[0] = EVENTS.read(null, bytes))) {
                byte[] once = EventWriter.value(read[0]);
                byte[] twice = EventWriter.value(EVENTS.read(EventWriter.key(read[0]), once));
                Oracle.require(Arrays.equals(once, twice), "written anew it differs");
                Oracle.acceptsOrRejects(bytes, () -> new EventScorer(CONTOUR).score(read[0]));
                Oracle.acceptsOrRejects(bytes, () -> new EventScorer(POLYGON).score(read[0]));
            }
        }
    },

    /** Masks of which no writer of JSON would think. */
    MASK {
        @Override
        void accept(byte[] bytes) {
            MaskBytes mask = new MaskBytes(bytes);
            Oracle.acceptsOrRejects(bytes, () -> mask.measureBy(CONTOUR));
            Oracle.acceptsOrRejects(bytes, () -> mask.measureBy(POLYGON));
        }
    },

    /** Values of annorank's own topics. */
    TOPIC {
        @Override
        void accept(byte[] bytes) {
            if (bytes.length > 0) {
                Oracle.isStable(chosen(TOPIC_VALUES, bytes), rest(bytes));
            }
        }
    },

    /** Keys and values of the stores and of what lies between stages. */
    STATE {
        @Override
        void accept(byte[] bytes) {
            if (bytes.length > 0) {
                Oracle.isStable(chosen(StateFormats.ALL, bytes), rest(bytes));
            }
        }
    },

    /** A record on its way to the dead letters, and round again. */
    DEAD_LETTER {
        @Override
        void accept(byte[] bytes) {
            Headers came = new RecordHeaders();
            byte[][] parts = parts(bytes, 6);
            for (int i = 2; i + 1 < parts.length; i += 2) {
                came.add(new String(parts[i], java.nio.charset.StandardCharsets.UTF_8), parts[i + 1]);
            }
            RejectedException why = new RejectedException(Reason.NOT_JSON, "for a reason");
            Headers headers = DeadLetters.headers(came, why, "topic", 0, 1, 2);
            byte[] key = DeadLetters.key(parts[0], headers);
            byte[] value = DeadLetters.value(parts[1], 1000, headers);
            Oracle.require(
                    (key == null || key.length <= DeadLetters.MAX_KEY_BYTES) && value.length <= 1000, "too large");
            Headers again = DeadLetters.headers(headers, why, "topic", 0, 1, 2);
            Oracle.require(again.toArray().length <= headers.toArray().length, "headers grow: " + again);
        }
    },

    /** A file in COCO's format. */
    COCO_FILE {
        @Override
        void accept(byte[] bytes) {
            try {
                Path file = Files.createTempFile("annorank-fuzz", ".json");
                try {
                    Files.write(file, bytes);
                    CocoFile coco = CocoFile.open(file, problem -> {}, Progress.NONE);
                    coco.read(instance -> CONTOUR.score(instance.image(), instance.annotation()));
                } catch (AnnotationFileException refused) {
                    Oracle.require(refused.total() > 0, "refused for no reason");
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },

    LABEL_STUDIO {
        @Override
        void accept(byte[] bytes) {
            Oracle.acceptsOrRejects(bytes, () -> LABEL_STUDIO_WEBHOOK.read(bytes, Optional.empty()));
        }
    },

    CVAT_NOTICE {
        @Override
        void accept(byte[] bytes) {
            Oracle.acceptsOrRejects(bytes, () -> CVAT_WEBHOOK.read(bytes, Optional.empty()));
        }
    },

    /** What CVAT answers about a job: the job, its annotations, its frames, the labels. */
    CVAT_JOB {
        @Override
        void accept(byte[] bytes) {
            byte[][] parts = parts(bytes, 4);
            Oracle.acceptsOrRejects(bytes, () -> {
                CvatLabels labels = new CvatLabels();
                labels.add(parts[3]);
                CVAT_WEBHOOK.convert(parts[0], parts[1], parts[2], labels, Optional.empty());
            });
        }
    };

    private static final long MAX_PIXELS = 1 << 20;
    private static final int MAX_RUNS = 1 << 12;
    private static final EventReader EVENTS = new EventReader(1 << 20);
    private static final InstanceScorer CONTOUR = new InstanceScorer(Measure.CONTOUR, MAX_PIXELS);
    private static final InstanceScorer POLYGON = new InstanceScorer(Measure.POLYGON, MAX_PIXELS);
    private static final LabelStudioWebhook LABEL_STUDIO_WEBHOOK = new LabelStudioWebhook(MAX_PIXELS, MAX_RUNS);
    private static final CvatWebhook CVAT_WEBHOOK = new CvatWebhook(MAX_PIXELS, MAX_RUNS);

    static final List<Serde<?>> TOPIC_VALUES = List.of(
            new ImageRankingSerde(),
            new ClassTotalsSerde(),
            new RankingEpochSerde(),
            new InstanceDetailSerde(),
            new ScoredEventSerde());

    /** Throws an {@link AssertionError}, or anything, if what comes of the bytes may not come of them. */
    abstract void accept(byte[] bytes);

    private static Serde<?> chosen(List<Serde<?>> serdes, byte[] bytes) {
        return serdes.get((bytes[0] & 0xFF) % serdes.size());
    }

    private static byte[] rest(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    /** Cut at zeros; what is not there is empty. */
    private static byte[][] parts(byte[] bytes, int count) {
        byte[][] parts = new byte[count][];
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from;
            while (to < bytes.length && bytes[to] != 0) {
                to++;
            }
            parts[i] = Arrays.copyOfRange(bytes, from, to);
            from = Math.min(bytes.length, to + 1);
        }
        return parts;
    }
}
