package dev.annorank.client;

import java.util.Map;

/** Settings in a sentence. */
final class Shown {
    private Shown() {}

    /** " (VALUE)", or nothing where it is not known. Not for secrets. */
    static String value(Map<String, ?> settings, String key) {
        Object value = settings.get(key);
        return value == null || value.toString().isEmpty() ? "" : " (" + value + ")";
    }
}
