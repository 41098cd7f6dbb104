package dev.annorank.model;

import java.util.Locale;

/** Why an event was rejected: the machine-readable half of a rejection, one word per kind of mistake. */
public enum Reason {
    /** The record has no value. */
    NULL_VALUE,
    /** The record is longer than the configured limit. */
    RECORD_TOO_LARGE,
    /** The bytes are not UTF-8. */
    BAD_ENCODING,
    /** The text is not one JSON object. */
    NOT_JSON,
    /** The event's type is none of the known ones. */
    UNKNOWN_TYPE,
    /** A required field is absent or null. */
    MISSING_FIELD,
    /** A field has the wrong JSON type or a value out of its range. */
    BAD_FIELD,
    /** A polygon with no points, an odd number of coordinates, or coordinates that are not finite or absurdly far away. */
    BAD_POLYGON,
    /** Run lengths that are malformed, do not fill their size, or whose size is not the image's. */
    BAD_RLE,
    /** The mask would have more pixels than the configured limit. */
    MASK_TOO_LARGE,
    /** The image would hold more instances or classes than are taken, or class names too long for one record. */
    IMAGE_TOO_WIDE,
    /** The record's key names another image than its value. */
    KEY_MISMATCH,
    /** No event: a record that another program wrote to a topic of annorank's own. */
    FOREIGN_RECORD,
    /** A defect of annorank itself; the event is kept for a second try. */
    INTERNAL_ERROR;

    /** The name as written in headers, metrics and messages, for example {@code bad-rle}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
