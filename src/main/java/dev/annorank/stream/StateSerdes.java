package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.EventCounts;
import dev.annorank.model.Ids;
import dev.annorank.model.ImageKey;
import dev.annorank.model.ImageVector;
import dev.annorank.model.RejectedException;
import dev.annorank.ranking.VectorAccumulator;
import dev.annorank.state.AnnotationState;
import dev.annorank.state.ClassSum;
import dev.annorank.state.ImageSize;
import dev.annorank.state.ImageState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How the state stores and the topic between collect and rank are written. Keys of an image's annotations begin with the image's key. */
final class StateSerdes {
    static final Serde<ImageKey> IMAGE_KEY =
            new BinarySerde<>("image key", StateSerdes::writeImageKey, StateSerdes::readImageKey);

    static final Serde<AnnotationKey> ANNOTATION_KEY = new BinarySerde<>(
            "annotation key",
            (key, out) -> {
                writeImageKey(key.image(), out);
                out.writeUTF(key.annotation());
            },
            in -> new AnnotationKey(readImageKey(in), in.readUTF()));

    static final Serde<AnnotationState> ANNOTATION_STATE = new BinarySerde<>(
            "annotation state",
            (state, out) -> {
                out.writeLong(state.version());
                out.writeByte((state.overridden() ? 1 : 0) | (state.deleted() ? 2 : 0) | (state.crowd() ? 4 : 0));
                out.writeUTF(state.category());
                out.writeDouble(state.siScs());
                out.writeLong(state.changedAtMs());
            },
            in -> {
                long version = in.readLong();
                int flags = in.readByte();
                return new AnnotationState(
                        version,
                        (flags & 1) != 0,
                        (flags & 2) != 0,
                        in.readUTF(),
                        (flags & 4) != 0,
                        in.readDouble(),
                        in.readLong());
            });

    static final Serde<ImageState> IMAGE_STATE = new BinarySerde<>(
            "image state",
            3,
            (state, out) -> {
                out.writeLong(state.floor());
                out.writeLong(state.floorTieBreak());
                out.writeLong(state.floorAtMs());
                writeAccumulator(state.together(), out);
                writeCounts(state.unsentCounts(), out);
                out.writeBoolean(state.hasUnsentVector());
                out.writeBoolean(state.isApart());
                if (state.isApart()) {
                    out.writeLong(state.size().instances());
                    out.writeInt(state.size().classes());
                    out.writeLong(state.size().nameBytes());
                }
            },
            (in, format) -> {
                long floor = in.readLong();
                long tieBreak = in.readLong();
                long atMs = in.readLong();
                VectorAccumulator vector = readAccumulator(in);
                // In format 1 the ranking was told of each event at once.
                EventCounts unsentCounts = format == 1 ? EventCounts.NONE : readCounts(in);
                boolean unsentVector = format > 1 && in.readBoolean();
                // Up to format 2 the vector of an image of many classes was written with it.
                ImageSize apart = format > 2 && in.readBoolean()
                        ? new ImageSize(in.readLong(), in.readInt(), in.readLong())
                        : ImageSize.NONE;
                return new ImageState(vector, apart, floor, tieBreak, atMs, unsentCounts, unsentVector);
            });

    static final Serde<ClassSum> CLASS_SUM = new BinarySerde<>(
            "class sum",
            (sum, out) -> {
                out.writeInt(sum.count());
                out.writeLong(sum.high());
                out.writeLong(sum.low());
            },
            in -> new ClassSum(in.readInt(), in.readLong(), in.readLong()));

    static final Serde<StoredVector> VECTOR = new BinarySerde<>(
            "image vector",
            (stored, out) -> {
                out.writeLong(stored.sinceEpoch());
                writeVector(stored.vector(), out);
            },
            in -> new StoredVector(in.readLong(), readVector(in)));

    static final Serde<StoredPublication> PUBLISHED = new BinarySerde<>(
            "publication",
            (stored, out) -> {
                out.writeLong(stored.epoch());
                out.writeInt(stored.rank());
                out.writeInt(stored.of());
                out.writeInt(stored.keptMask());
            },
            in -> new StoredPublication(in.readLong(), in.readInt(), in.readInt(), in.readInt()));

    static final Serde<VectorUpdate> VECTOR_UPDATE = new BinarySerde<>(
            "vector update",
            (update, out) -> {
                writeCounts(update.counts(), out);
                ImageVector vector = update.vector();
                out.writeBoolean(vector != null);
                if (vector != null) {
                    writeVector(vector, out);
                }
            },
            in -> {
                EventCounts counts = readCounts(in);
                return new VectorUpdate(in.readBoolean() ? readVector(in) : null, counts);
            });

    static final Serde<DatasetState> DATASET_STATE = new BinarySerde<>(
            "dataset state",
            2,
            (state, out) -> {
                out.writeLong(state.epoch());
                writeCounts(state.totals(), out);
                writeCounts(state.pending(), out);
                out.writeUTF(state.pruneRates());
                out.writeLong(state.recordMs());
            },
            // In format 1 the time of the newest record was not kept.
            (in, format) -> new DatasetState(
                    in.readLong(), readCounts(in), readCounts(in), in.readUTF(), format == 1 ? 0 : in.readLong()));

    /** Keys of what there is of a dataset: its images or its classes, {@code dataset/name}. */
    static final Serde<String> NAME_IN_DATASET = text(ImageKey::parse);

    /** Keys of datasets. */
    static final Serde<String> DATASET = text(Ids::requireDataset);

    private StateSerdes() {}

    /** @param check throws if the text is no such key */
    private static Serde<String> text(Consumer<String> check) {
        return Serdes.serdeFrom(Serdes.String().serializer(), (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                check.accept(text);
                return text;
            } catch (CharacterCodingException | RejectedException e) {
                throw new SerializationException("key in " + topic + " is none of annorank's: " + e.getMessage(), e);
            }
        });
    }

    private static void writeImageKey(ImageKey key, BinaryWriter out) {
        out.writeUTF(key.dataset());
        out.writeUTF(key.image());
    }

    private static ImageKey readImageKey(BinaryReader in) throws IOException {
        return new ImageKey(in.readUTF(), in.readUTF());
    }

    private static void writeAccumulator(VectorAccumulator vector, BinaryWriter out) {
        out.writeInt(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            out.writeUTF(vector.category(i));
            out.writeInt(vector.count(i));
            out.writeLong(vector.high(i));
            out.writeLong(vector.low(i));
        }
    }

    private static VectorAccumulator readAccumulator(BinaryReader in) throws IOException {
        int size = in.readSize(2 + Integer.BYTES + 2 * Long.BYTES);
        String[] categories = new String[size];
        int[] counts = new int[size];
        long[] highs = new long[size];
        long[] lows = new long[size];
        for (int i = 0; i < size; i++) {
            categories[i] = in.readUTF();
            counts[i] = in.readInt();
            highs[i] = in.readLong();
            lows[i] = in.readLong();
        }
        return VectorAccumulator.of(categories, counts, highs, lows);
    }

    private static void writeVector(ImageVector vector, BinaryWriter out) {
        out.writeInt(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            out.writeUTF(vector.classes()[i]);
            out.writeInt(vector.counts()[i]);
            out.writeDouble(vector.sums()[i]);
        }
    }

    private static ImageVector readVector(BinaryReader in) throws IOException {
        int size = in.readSize(2 + Integer.BYTES + Double.BYTES);
        String[] classes = new String[size];
        int[] counts = new int[size];
        double[] sums = new double[size];
        for (int i = 0; i < size; i++) {
            classes[i] = in.readUTF();
            counts[i] = in.readInt();
            sums[i] = in.readDouble();
        }
        return new ImageVector(classes, counts, sums);
    }

    private static void writeCounts(EventCounts counts, BinaryWriter out) {
        out.writeLong(counts.applied());
        out.writeLong(counts.superseded());
        out.writeLong(counts.rejected());
    }

    private static EventCounts readCounts(BinaryReader in) throws IOException {
        return new EventCounts(in.readLong(), in.readLong(), in.readLong());
    }
}
