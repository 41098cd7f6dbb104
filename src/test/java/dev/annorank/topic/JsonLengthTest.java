package dev.annorank.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annorank.model.ClassTotals;
import dev.annorank.model.JsonLength;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonLengthTest {
    @Test
    void shouldBeWhatJsonTakes_whateverTheCharacter() throws IOException {
        int bare = written("x") - 1;
        for (int point = 1; point <= Character.MAX_CODE_POINT; point += point < 0x11000 ? 1 : 997) {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                continue;
            }
            String text = Character.toString(point);
            int bytes = JsonLength.of(text);
            assertThat(bytes).as("U+%04X", point).isEqualTo(written(text) - bare);
            assertThat(bytes).as("U+%04X", point).isLessThanOrEqualTo(JsonLength.MAX_BYTES_A_UNIT * text.length());
            assertThat(bytes).as("U+%04X", point).isGreaterThanOrEqualTo(modifiedUtf8(text));
        }
        assertThat(JsonLength.of("\u0000")).isEqualTo(written("\u0000") - bare);
    }

    private static int written(String name) {
        ClassTotals totals = new ClassTotals("d", name, 1, 1, 1, 1, 1, 1);
        return new ClassTotalsSerde().serializer().serialize("", totals).length;
    }

    private static int modifiedUtf8(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeUTF(text);
        return bytes.size() - 2;
    }
}
