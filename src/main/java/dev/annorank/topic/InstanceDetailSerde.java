package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.InstanceDetail;
import java.io.IOException;

/** Values of {@code instances}. On the path of every event, hence streamed. */
public final class InstanceDetailSerde extends JsonSerde<InstanceDetail> {

    @Override
    void write(InstanceDetail detail, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("dataset", detail.dataset());
        out.writeStringField("image", detail.image().id());
        PictureFields.write(detail.image(), out);
        InstanceFields.write(detail.instance(), out);
        out.writeEndObject();
    }

    @Override
    InstanceDetail read(JsonParser in) throws IOException {
        requireObject(in);
        String dataset = null;
        String image = null;
        PictureFields picture = new PictureFields();
        InstanceFields instance = new InstanceFields();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "dataset" -> dataset = in.getText();
                case "image" -> image = in.getText();
                default -> {
                    if (!instance.read(field, in)) {
                        picture.read(field, in);
                    }
                }
            }
        }
        return new InstanceDetail(
                require(dataset, "dataset"),
                require(picture.of(require(image, "image")), "width"),
                instance.instance());
    }
}
