package dev.annorank.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.model.Image;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields of a record that say how large an image is and where its picture can be found. */
final class PictureFields {
    private int width;
    private int height;
    private @Nullable String fileName;
    private @Nullable String url;

    static void write(Image picture, JsonGenerator out) throws IOException {
        out.writeNumberField("width", picture.width());
        out.writeNumberField("height", picture.height());
        if (picture.fileName() != null) {
            out.writeStringField("fileName", picture.fileName());
        }
        if (picture.url() != null) {
            out.writeStringField("url", picture.url());
        }
    }

    /** Takes the value of a field; {@code in} stands on it. Passes over one that is none of these. */
    void read(String field, JsonParser in) throws IOException {
        switch (field) {
            case "width" -> width = in.getIntValue();
            case "height" -> height = in.getIntValue();
            case "fileName" -> fileName = in.getText();
            case "url" -> url = in.getText();
            default -> in.skipChildren();
        }
    }

    /** What was read, of the image of that id; null if its size was not among it. */
    @Nullable
    Image of(String image) {
        return width == 0 && height == 0 ? null : new Image(image, width, height, fileName, url);
    }
}
