package dev.annorank.http;

import dev.annorank.view.EpochSnapshot;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Sends answers that a client may keep and ask for again: each has a strong tag, and who has the same already gets 304.
 * A tag is made of the dataset, its epoch and when that was, and where an answer says more than the epoch does, of its
 * bytes too. What comes compressed has another tag than what does not: they are other bytes.
 */
final class Answers {
    static final String JSON = "application/json";

    private Answers() {}

    /** An answer that depends on nothing but the epoch and the request; computed only if the client does not have it. */
    static void ofEpoch(Context context, EpochSnapshot snapshot, JsonBody body) throws IOException {
        Accept.require(context, JSON);
        if (!isKnown(context, epochTag(snapshot))) {
            send(context, JSON, JsonBody.bytes(body));
        }
    }

    /** An answer about a dataset that says more than the epoch does. */
    static void ofDataset(Context context, EpochSnapshot snapshot, JsonBody body) throws IOException {
        ofBytes(context, epochTag(snapshot) + ".", body);
    }

    /** Any other answer. */
    static void ofBytes(Context context, String tagStart, JsonBody body) throws IOException {
        Accept.require(context, JSON);
        byte[] bytes = JsonBody.bytes(body);
        if (!isKnown(context, tagStart + hash(bytes))) {
            send(context, JSON, bytes);
        }
    }

    /** The part of a tag that says which epoch; made of characters that a tag may hold. */
    static String epochTag(EpochSnapshot snapshot) {
        return snapshot.dataset() + "." + snapshot.epoch().epoch() + "."
                + snapshot.epoch().at();
    }

    /** 64 bits that differ where bytes differ; not against an attacker. */
    static String hash(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString((crc.getValue() << 32) | (Arrays.hashCode(bytes) & 0xffffffffL));
    }

    /** Sets the tag; true if the client has the answer, and then 304 is all it gets. */
    static boolean isKnown(Context context, String tag) {
        String encoding = context.header("Accept-Encoding");
        String whole = '"' + tag + (encoding != null && encoding.contains("gzip") ? "-gzip\"" : "\"");
        context.header("ETag", whole);
        context.header("Cache-Control", "no-cache");
        context.res().addHeader("Vary", "Accept-Encoding");
        String known = context.header("If-None-Match");
        if (known == null) {
            return false;
        }
        for (String one : known.split(",", -1)) {
            String candidate = one.strip();
            // The weak form compares equal: intermediaries make it of the strong one.
            if (candidate.equals("*") || candidate.equals(whole) || candidate.equals("W/" + whole)) {
                context.status(304);
                return true;
            }
        }
        return false;
    }

    static void send(Context context, String mediaType, byte[] bytes) throws IOException {
        context.contentType(mediaType);
        context.outputStream().write(bytes);
    }
}
