package dev.annorank.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.model.Ids;
import dev.annorank.model.Reason;
import java.util.List;

/** What a misbehaving client sends: events that must end as dead letters, each with the reason it must be given. */
public final class BadEvents {
    private static final String IMAGE = "{\"id\": \"bad\", \"width\": 640, \"height\": 480}";

    private final List<BadEvent> all;
    private int next;

    /**
     * A record's value that cannot be an event.
     *
     * @param imageId the key it is sent under
     * @param value not to be written to
     */
    public record BadEvent(Reason reason, String imageId, byte[] value) {}

    public BadEvents(String dataset) {
        Ids.requireDataset(dataset);
        all = List.of(
                bad(
                        Reason.NOT_JSON,
                        "{\"type\": \"annotation.upserted\", \"dataset\": \"" + dataset + "\", \"image\": {"),
                bad(Reason.MISSING_FIELD, upsert(dataset, "{\"width\": 640, \"height\": 480}", "[[1, 1, 9, 1, 9, 9]]")),
                bad(Reason.BAD_POLYGON, upsert(dataset, IMAGE, "[[10.5, 20, 30, 20, 30, 40, 10]]")),
                bad(Reason.BAD_RLE, upsert(dataset, IMAGE, "{\"size\": [480, 640], \"counts\": [100, 50, 7]}")),
                bad(
                        Reason.UNKNOWN_TYPE,
                        "{\"type\": \"annotation.liked\", \"dataset\": \"" + dataset + "\", \"image\": " + IMAGE
                                + "}"));
    }

    /** One after the other, from the start again after the last. */
    public BadEvent next() {
        BadEvent event = all.get(next);
        next = (next + 1) % all.size();
        return event;
    }

    /** Kinds of mistakes, after which they repeat. */
    public int kinds() {
        return all.size();
    }

    private static BadEvent bad(Reason reason, String json) {
        return new BadEvent(reason, "bad", json.getBytes(UTF_8));
    }

    private static String upsert(String dataset, String image, String segmentation) {
        return "{\"type\": \"annotation.upserted\", \"dataset\": \"" + dataset + "\", \"version\": 1, \"image\": "
                + image + ", \"annotation\": {\"id\": 1, \"category\": \"car\", \"segmentation\": " + segmentation
                + "}}";
    }
}
