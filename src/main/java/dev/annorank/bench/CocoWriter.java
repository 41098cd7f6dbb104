package dev.annorank.bench;

import java.util.SplittableRandom;

/** Writes events as JSON, as a labeling tool sends them. Not for use by several threads. */
final class CocoWriter {
    /** Versions are milliseconds as of a day long ago; a later instance of an image has a later one. */
    private static final long FIRST_VERSION = 1_700_000_000_000L;

    private static final byte[] WIDTH = JsonText.literal("\",\"width\":");
    private static final byte[] HEIGHT = JsonText.literal(",\"height\":");
    private static final byte[] FILE = JsonText.literal(",\"fileName\":\"");
    private static final byte[] ANNOTATION = JsonText.literal(".jpg\"},\"annotation\":{\"id\":\"");
    private static final byte[] CATEGORY = JsonText.literal("\",\"category\":\"");
    private static final byte[] SEGMENTATION = JsonText.literal("\",\"segmentation\":");
    private static final byte[] IMAGE = JsonText.literal(",\"image\":{\"id\":\"");
    private static final byte[] CROWD = JsonText.literal(",\"iscrowd\":1");
    private static final byte[] END = JsonText.literal("}}");

    private final byte[] start;
    private final CocoOutline outline = new CocoOutline();
    private final JsonText json = new JsonText();

    CocoWriter(String dataset) {
        start = JsonText.literal("{\"type\":\"annotation.upserted\",\"dataset\":\"" + dataset + "\",\"version\":");
    }

    /** The event of the image's next instance. */
    CocoEvents.Event write(CocoImage image) {
        SplittableRandom random = image.random();
        int instance = image.labeled();
        long id = image.number() + 1;
        json.clear();
        byte[] key = json.number(id).toBytes();
        json.clear();
        json.raw(start).number(FIRST_VERSION + instance).raw(IMAGE).raw(key);
        json.raw(WIDTH).number(image.width()).raw(HEIGHT).number(image.height());
        json.raw(FILE).number(id, 12);
        json.raw(ANNOTATION).number(100 * id + instance);
        json.raw(CATEGORY).raw(CocoClasses.text(image.label())).raw(SEGMENTATION);
        if (CocoShape.isCrowd(random)) {
            outline.crowd(random, image.width(), image.height(), json);
            json.raw(CROWD);
        } else {
            outline.polygons(random, image.width(), image.height(), json);
        }
        json.raw(END);
        return new CocoEvents.Event(key, json.toBytes());
    }
}
