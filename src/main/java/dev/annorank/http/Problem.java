package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is an error, as problem details of RFC 9457: what is wrong, in words for whoever asked, and what would be
 * right. Thrown anywhere in a handler.
 */
public final class Problem extends RuntimeException {
    /** Media type of such an answer. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private transient @Nullable JsonBody more;

    /**
     * An error.
     *
     * @param detail what is wrong, in words
     */
    public Problem(int status, String detail) {
        // Made by the thousand when a client misbehaves; nobody reads their stack.
        super(detail, null, false, false);
        this.status = status;
    }

    /** A parameter is wrong: names it, its value and what would be right. */
    public static Problem parameter(String name, @Nullable String value, String right) {
        String found = value == null ? "is missing" : "is \"" + Texts.shown(value) + "\"";
        return new Problem(400, name + " " + found + "; it must be " + right).with("parameter", name);
    }

    /** What to do about it. */
    public Problem hint(String hint) {
        return with("hint", hint);
    }

    /** One more member, a text or a number. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** More members, written inside the object. */
    Problem with(JsonBody fields) {
        more = fields;
        return this;
    }

    /** A header of the answer. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** @param instance path of what was asked for */
    byte[] toJson(String instance) {
        return JsonBody.bytes(out -> write(instance, out));
    }

    private void write(String instance, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "about:blank");
        out.writeStringField("title", Texts.title(status));
        out.writeNumberField("status", status);
        out.writeStringField("detail", String.valueOf(getMessage()));
        out.writeStringField("instance", instance);
        for (Map.Entry<String, Object> member : members.entrySet()) {
            if (member.getValue() instanceof Number number) {
                out.writeNumberField(member.getKey(), number.longValue());
            } else {
                out.writeStringField(member.getKey(), member.getValue().toString());
            }
        }
        JsonBody fields = more;
        if (fields != null) {
            fields.write(out);
        }
        out.writeEndObject();
    }
}
