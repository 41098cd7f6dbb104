package dev.annorank.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.EventCounts;
import dev.annorank.model.ImageKey;
import dev.annorank.topic.UnknownFormatException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class BinarySerdeTest {
    private static final String CHANGELOG = "annorank-images-changelog";
    private static final ImageKey KEY = new ImageKey("taco", "82");

    private final byte[] bytes = StateSerdes.IMAGE_KEY.serializer().serialize(CHANGELOG, KEY);

    @Test
    void shouldRefuseAndNameTheStore_whenTheFormatIsUnknown() {
        bytes[0]++;
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessage("image key in annorank-images-changelog has format " + bytes[0]
                        + "; this annorank reads format " + (bytes[0] - 1)
                        + ". Run the version that wrote it, or a newer one.");
    }

    @Test
    void shouldSayThatItIsDamaged_whenBytesAreMissing() {
        assertThat(read(bytes)).isEqualTo(KEY);
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        assertThatThrownBy(() -> read(shorter))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("annorank-images-changelog is damaged");
    }

    @Test
    void shouldSayThatItIsDamaged_whenItSaysMoreThanFollows() {
        for (int count : new int[] {-1, 1, Integer.MAX_VALUE}) {
            BinaryWriter out = new BinaryWriter();
            out.writeByte(1);
            out.writeLong(7);
            out.writeInt(count);
            assertThatThrownBy(() -> StateSerdes.VECTOR.deserializer().deserialize(CHANGELOG, out.toBytes()))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("is damaged")
                    .hasRootCauseMessage(count + " entries do not fit 0 bytes");
        }
    }

    @Test
    void shouldSayThatItIsDamaged_whenAValueCannotBe() {
        BinaryWriter out = new BinaryWriter();
        out.writeByte(1);
        for (int i = 0; i < 6; i++) {
            out.writeLong(-1);
        }
        assertThatThrownBy(() -> StateSerdes.DATASET_STATE.deserializer().deserialize(CHANGELOG, out.toBytes()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("dataset state in annorank-images-changelog is damaged");
    }

    @Test
    void shouldWriteWhatJavaWouldWrite_whateverTheText() throws IOException {
        for (String text : new String[] {"", "plain", "M\u00fcll", "\0", "\u732b", "\ud83d\udc08", "x".repeat(500)}) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            DataOutputStream java = new DataOutputStream(expected);
            java.writeUTF(text);
            java.writeDouble(-1.5);
            java.writeInt(-7);
            BinaryWriter out = new BinaryWriter();
            out.writeUTF(text);
            out.writeDouble(-1.5);
            out.writeInt(-7);
            assertThat(out.toBytes()).isEqualTo(expected.toByteArray());

            BinaryReader in = new BinaryReader(out.toBytes());
            assertThat(in.readUTF()).isEqualTo(text);
            assertThat(in.readDouble()).isEqualTo(-1.5);
            assertThat(in.readInt()).isEqualTo(-7);
        }
    }

    @Test
    void shouldReadADatasetsState_whenItIsOfAnEarlierFormat() {
        EventCounts totals = new EventCounts(30, 20, 10);
        EventCounts pending = new EventCounts(3, 2, 1);
        BinaryWriter out = new BinaryWriter();
        out.writeByte(1);
        out.writeLong(7);
        for (EventCounts counts : List.of(totals, pending)) {
            out.writeLong(counts.applied());
            out.writeLong(counts.superseded());
            out.writeLong(counts.rejected());
        }
        out.writeUTF("0.2,0.5");
        DatasetState state = StateSerdes.DATASET_STATE.deserializer().deserialize(CHANGELOG, out.toBytes());
        assertThat(state).isEqualTo(new DatasetState(7, totals, pending, "0.2,0.5", 0));

        DatasetState now = state.at(1_764_000_000_000L);
        assertThat(StateSerdes.DATASET_STATE
                        .deserializer()
                        .deserialize(
                                CHANGELOG,
                                StateSerdes.DATASET_STATE.serializer().serialize(CHANGELOG, now)))
                .isEqualTo(now);
    }

    private static ImageKey read(byte[] bytes) {
        return StateSerdes.IMAGE_KEY.deserializer().deserialize(CHANGELOG, bytes);
    }
}
