package dev.annorank.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertiesFileTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void shouldReadAsPropertiesDo_whenLinesAreContinuedOrEscaped() throws IOException {
        Map<String, Setting> settings = read("a = 1\n# c \\\n! d\n\n  b : x\\\n   y\nc=\\u0041\\\\\nd\ne=f=g");
        assertThat(settings.values())
                .containsExactly(
                        new Setting("a", "1", "f:1"),
                        new Setting("b", "xy", "f:5"),
                        new Setting("c", "A\\", "f:7"),
                        new Setting("d", "", "f:8"),
                        new Setting("e", "f=g", "f:9"));
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldComplain_whenAKeyAppearsTwice() throws IOException {
        assertThat(read("a=1\nb=2\na=3")).hasSize(2);
        assertThat(problems).containsExactly("a is set twice (f:1 and f:3); keep one of them");
    }

    @Test
    void shouldNameTheLine_whenAnEscapeIsBroken() throws IOException {
        read("a=1\nb=\\uXYZ");
        assertThat(problems).singleElement().asString().startsWith("f:2 cannot be read");
    }

    @Test
    void shouldEnd_whenTheLastLineIsContinued() throws IOException {
        assertThat(read("a=1\\").values()).containsExactly(new Setting("a", "1", "f:1"));
    }

    private Map<String, Setting> read(String text) throws IOException {
        return PropertiesFile.read("f", new StringReader(text), problems);
    }
}
