package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.ClassTotals;
import java.io.IOException;

/** Values of {@code class-totals}. */
public final class ClassTotalsSerde extends JsonSerde<ClassTotals> {

    @Override
    void write(ClassTotals totals, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("dataset", totals.dataset());
        out.writeStringField("class", totals.category());
        out.writeNumberField("instances", totals.instances());
        out.writeNumberField("images", totals.images());
        out.writeNumberField("siScsSum", totals.siScsSum());
        out.writeNumberField("siScsMean", totals.siScsMean());
        out.writeNumberField("share", totals.share());
        out.writeNumberField("epoch", totals.epoch());
        out.writeEndObject();
    }

    @Override
    ClassTotals read(JsonParser in) throws IOException {
        requireObject(in);
        String dataset = null;
        String category = null;
        long instances = 0;
        int images = 0;
        double siScsSum = 0;
        double siScsMean = 0;
        double share = 0;
        long epoch = 0;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "dataset" -> dataset = in.getText();
                case "class" -> category = in.getText();
                case "instances" -> instances = in.getLongValue();
                case "images" -> images = in.getIntValue();
                case "siScsSum" -> siScsSum = in.getDoubleValue();
                case "siScsMean" -> siScsMean = in.getDoubleValue();
                case "share" -> share = in.getDoubleValue();
                case "epoch" -> epoch = in.getLongValue();
                default -> in.skipChildren();
            }
        }
        return new ClassTotals(
                require(dataset, "dataset"),
                require(category, "class"),
                instances,
                images,
                siScsSum,
                siScsMean,
                share,
                epoch);
    }
}
