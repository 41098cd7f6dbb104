package dev.annorank.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** A file of the program that is served as it is: in memory, with a tag made of its bytes. */
final class WebFile {
    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain;charset=utf-8"));

    private final byte[] bytes;
    private final String mediaType;
    private final String tag;

    WebFile(String name, byte[] bytes) {
        this.bytes = bytes;
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        mediaType = MEDIA_TYPES.getOrDefault(extension, "application/octet-stream");
        tag = Answers.hash(bytes);
    }

    /** @param resource absolute name on the class path */
    static WebFile load(String resource) {
        try (InputStream in = WebFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + resource + " is not on the class path");
            }
            return new WebFile(resource, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answer(Context context) throws IOException {
        if (!Answers.isKnown(context, tag)) {
            Answers.send(context, mediaType, bytes);
        }
    }
}
