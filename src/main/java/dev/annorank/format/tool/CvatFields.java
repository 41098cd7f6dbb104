package dev.annorank.format.tool;

import com.fasterxml.jackson.core.JsonParser;
import dev.annorank.json.Scalars;
import dev.annorank.model.Reason;
import java.io.IOException;

/** What the shapes and the tracks of a job have alike: id, label and group, each 0 until it is read. */
final class CvatFields {
    private long id;
    private int label;
    private int group;

    /** Reads the value the parser stands on if the field is one of these; any other is skipped. */
    void read(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> {
                Long given = Scalars.wholeNumber(parser);
                id = given == null ? 0 : given;
            }
            case "label_id" -> label = number(parser);
            case "group" -> group = number(parser);
            default -> parser.skipChildren();
        }
    }

    /** A whole number from 0 on, as CVAT counts frames, labels and groups. */
    static int number(JsonParser parser) throws IOException {
        return WebhookJson.wholeNumber(parser, 0, Integer.MAX_VALUE, Reason.BAD_FIELD);
    }

    long id() {
        return id;
    }

    int label() {
        return label;
    }

    int group() {
        return group;
    }
}
