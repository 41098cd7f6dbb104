package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.model.Image;
import dev.annorank.model.Outline;
import dev.annorank.model.RankingEpoch;
import dev.annorank.model.Unscored;
import dev.annorank.topic.RankingEpochSerde;
import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.ViewState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serializer;

/** Parts that several answers share. */
final class ViewJson {
    private static final Serializer<RankingEpoch> EPOCHS = new RankingEpochSerde().serializer();

    private ViewJson() {}

    /** The fields every answer about a dataset starts with. */
    static void head(EpochSnapshot snapshot, JsonGenerator out) throws IOException {
        out.writeStringField("dataset", snapshot.dataset());
        out.writeNumberField("epoch", snapshot.epoch().epoch());
        out.writeStringField("at", snapshot.epoch().at().toString());
    }

    static void state(ViewState state, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("phase", state.phase().name().toLowerCase(Locale.ROOT));
        out.writeNumberField("behindRecords", state.behindRecords());
        out.writeStringField("since", state.since().toString());
        if (state.lastEpochRead().isPresent()) {
            out.writeStringField("lastEpochRead", state.lastEpochRead().get().toString());
        } else {
            out.writeNullField("lastEpochRead");
        }
        out.writeStringField("words", state.words());
        out.writeEndObject();
    }

    /** An epoch exactly as the topic has it. */
    static void epoch(RankingEpoch epoch, JsonGenerator out) throws IOException {
        out.writeRawValue(new String(epochBytes(epoch), StandardCharsets.UTF_8));
    }

    static byte[] epochBytes(RankingEpoch epoch) {
        return EPOCHS.serialize("", epoch);
    }

    static void imbalance(RankingEpoch.Imbalance imbalance, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("imbalance");
        out.writeNumberField("gini", imbalance.gini());
        out.writeNumberField("effectiveClasses", imbalance.effectiveClasses());
        out.writeNumberField("maxMinRatio", imbalance.maxMinRatio());
        out.writeEndObject();
    }

    /** How many instances score 0, and why: as the topic of instances says, which may be newer than the epoch. */
    static void unscored(Unscored unscored, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("unscored");
        out.writeNumberField("crowd", unscored.crowd());
        out.writeNumberField("noArea", unscored.noArea());
        out.writeNumberField("outside", unscored.outside());
        out.writeStringField("words", unscored.words());
        out.writeEndObject();
    }

    /** Size of an image in px, and where its picture is, as far as an event said so. */
    static void image(Image image, JsonGenerator out) throws IOException {
        out.writeNumberField("width", image.width());
        out.writeNumberField("height", image.height());
        String fileName = image.fileName();
        if (fileName != null) {
            out.writeStringField("fileName", fileName);
        }
        String url = image.url();
        if (url != null) {
            out.writeStringField("url", url);
        }
    }

    static void outline(Outline outline, JsonGenerator out) throws IOException {
        out.writeFieldName("outline");
        out.writeArray(outline.xy(), 0, outline.xy().length);
    }
}
