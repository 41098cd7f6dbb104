package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.client.KafkaFailure;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of the lines of one request, in bounded memory. Told by several threads. */
final class EventReport {
    /** What is not listed is still counted. Lines that failed are always listed: few can be under way at a time. */
    private static final int MAX_LINES = 10_000;

    private static final Set<Reason> NO_NDJSON = Set.of(Reason.NOT_JSON, Reason.BAD_ENCODING);

    private final boolean verbose;
    private final Map<Long, Outcome> lines = new TreeMap<>();
    private long accepted;
    private long rejected;
    private long notJson;
    private long failed;
    private boolean truncated;

    /** @param verbose whether accepted lines are listed too */
    EventReport(boolean verbose) {
        this.verbose = verbose;
    }

    private record Outcome(String status, String reason, String detail) {}

    synchronized void accepted(long line) {
        accepted++;
        if (verbose) {
            listIfRoom(line, new Outcome("accepted", "", ""));
        }
    }

    synchronized void rejected(long line, RejectedException why) {
        rejected++;
        notJson += NO_NDJSON.contains(why.reason()) ? 1 : 0;
        listIfRoom(line, new Outcome("rejected", why.reason().code(), String.valueOf(why.getMessage())));
    }

    /** Not acknowledged: it may be in the topic all the same, and may be sent again. */
    synchronized void failed(long line, Throwable why) {
        failed++;
        lines.put(line, new Outcome("failed", "not-acknowledged", Texts.shown(KafkaFailure.explain(why))));
    }

    synchronized boolean hasFailed() {
        return failed > 0;
    }

    /** Whether no line was JSON, so that the client seems to send something else. */
    synchronized boolean isNoNdjson() {
        return accepted + failed == 0 && rejected == notJson;
    }

    private void listIfRoom(long line, Outcome outcome) {
        if (lines.size() < MAX_LINES) {
            lines.put(line, outcome);
        } else {
            truncated = true;
        }
    }

    /** The fields, inside of an object. */
    synchronized void write(JsonGenerator out) throws IOException {
        out.writeNumberField("accepted", accepted);
        out.writeNumberField("rejected", rejected);
        out.writeNumberField("failed", failed);
        out.writeArrayFieldStart("lines");
        for (Map.Entry<Long, Outcome> line : lines.entrySet()) {
            Outcome outcome = line.getValue();
            out.writeStartObject();
            out.writeNumberField("line", line.getKey());
            out.writeStringField("status", outcome.status());
            if (!outcome.reason().isEmpty()) {
                out.writeStringField("reason", outcome.reason());
                out.writeStringField("detail", outcome.detail());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeBooleanField("linesTruncated", truncated);
    }
}
