package dev.annorank.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.model.RejectedException;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void shouldReadItsOwnName() {
        for (Measure measure : Measure.values()) {
            assertThat(Measure.parse(measure.toString())).isEqualTo(measure);
        }
        assertThat(Measure.CONTOUR).hasToString("contour");
    }

    @Test
    void shouldSayWhatIsRight_whenNameIsUnknown() {
        assertThatThrownBy(() -> Measure.parse("Contour"))
                .isInstanceOf(RejectedException.class)
                .hasMessage("measure is \"Contour\"; it must be contour or polygon");
    }
}
