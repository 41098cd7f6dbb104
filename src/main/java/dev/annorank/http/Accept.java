package dev.annorank.http;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.Locale;

/** What media types a client takes. */
final class Accept {
    private Accept() {}

    /** Throws 406 if the client says that it does not take the type. */
    static void require(Context context, String mediaType) {
        String accepted = String.join(",", Collections.list(context.req().getHeaders("Accept")));
        if (!accepted.isBlank() && !takes(accepted, mediaType)) {
            throw new Problem(406, "this is " + mediaType + ", and the request accepts only " + Texts.shown(accepted))
                    .hint("leave the header Accept out, or add " + mediaType);
        }
    }

    private static boolean takes(String accepted, String mediaType) {
        String group = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        for (String range : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip();
            if (type.equals("*/*") || type.equals(group) || type.equals(mediaType)) {
                boolean refused = false;
                for (int i = 1; i < parts.length; i++) {
                    refused |= parts[i].strip().matches("q=0(\\.0*)?");
                }
                if (!refused) {
                    return true;
                }
            }
        }
        return false;
    }
}
