package dev.annorank.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.client.KafkaFailure;
import dev.annorank.format.tool.WebhookEvents;
import dev.annorank.format.tool.WebhookEvents.Skipped;
import dev.annorank.intake.EventIntake;
import dev.annorank.json.Errors;
import dev.annorank.model.AnnotationEvent;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import dev.annorank.score.InstanceScorer;
import dev.annorank.topic.EventWriter;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the routes of webhooks share: reading the payload, sending the events, and the answer, which says what was taken
 * and what was not. It is given once the broker has acknowledged all; if it does not, all may be sent again, since events
 * may be repeated.
 */
public final class WebhookIntake {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookIntake.class);

    /** Payloads are held in memory, several times their length; so few at a time; other requests wait or get 503. */
    private static final int MAX_AT_A_TIME = 4;

    private static final int MAX_WAITING = 12;
    private static final Duration MAX_WAIT_FOR_TURN = Duration.ofSeconds(20);

    private static final int MAX_LISTED = 100;
    private static final int MAX_UNDER_WAY = 500;
    private static final long MAX_WAIT_S = 60;
    private static final int MAX_MESSAGE = 500;

    private final EventIntake intake;
    private final int maxEventBytes;
    private final int maxBodyBytes;
    private final Supplier<InstanceScorer> scorers;

    /**
     * @param intake where the events go
     * @param scorers makes scorers that are set as the topology's
     * @param maxEventBytes longest event, at least 1
     * @param maxBodyBytes longest payload, at least 1
     */
    public WebhookIntake(EventIntake intake, Supplier<InstanceScorer> scorers, int maxEventBytes, int maxBodyBytes) {
        this.intake = intake;
        this.scorers = scorers;
        this.maxEventBytes = maxEventBytes;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The handler of the webhook of a tool that posts again: each tool has places of its own. */
    static Handler limit(String tool, Handler handler) {
        return new Limiter(MAX_AT_A_TIME, "webhooks of " + tool).limit(handler);
    }

    /** The same for a tool that posts once: what is sent away is lost, so requests wait until there is a place. */
    static Handler queue(String tool, Handler handler) {
        return new Limiter(MAX_AT_A_TIME, "webhooks of " + tool, MAX_WAITING, MAX_WAIT_FOR_TURN).limit(handler);
    }

    byte[] body(Context context) throws IOException {
        return BodyStream.of(context, maxBodyBytes).readAllBytes();
    }

    /** What a reader makes of a payload, or 400 with the reason. */
    static <T> T read(String tool, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (RejectedException e) {
            String why = Errors.shown(String.valueOf(e.getMessage()), MAX_MESSAGE);
            LOG.warn("Webhook of {} refused: {}", tool, why);
            throw new Problem(400, why).with("reason", e.reason().code());
        }
    }

    /** Sends the events and answers 202. The tools show nobody what they are answered, so what is left out is logged. */
    void accept(Context context, String tool, WebhookEvents converted) throws IOException {
        WebhookEvents taken = send(WebhookCheck.check(converted, scorers.get()));
        if (taken.skippedCount() > 0) {
            Skipped first = taken.skipped().get(0);
            LOG.warn(
                    "Webhook of {}: left out {}, first of all {}: {}",
                    tool,
                    taken.skippedCount(),
                    first.what(),
                    first.why());
        }
        if (!taken.notes().isEmpty()) {
            LOG.info("Webhook of {}: {}", tool, String.join(" ", taken.notes()));
        }
        context.status(202).header("Cache-Control", "no-store");
        Answers.send(context, Answers.JSON, JsonBody.bytes(out -> write(out, taken)));
    }

    private static void write(JsonGenerator out, WebhookEvents taken) throws IOException {
        out.writeStartObject();
        out.writeNumberField("events", taken.events().size());
        out.writeNumberField("instances", taken.instances());
        out.writeNumberField("skippedCount", taken.skippedCount());
        out.writeArrayFieldStart("skipped");
        for (Skipped part : taken.skipped()) {
            out.writeStartObject();
            out.writeStringField("what", part.what());
            out.writeStringField("why", part.why());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("notes");
        for (String note : taken.notes()) {
            out.writeString(note);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** Returns what was sent and acknowledged; an event that is too long is not sent but listed with the rest. */
    private WebhookEvents send(WebhookEvents converted) {
        List<AnnotationEvent> sent = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>(converted.skipped());
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        for (AnnotationEvent event : converted.events()) {
            byte[] value = EventWriter.value(event);
            if (value.length > maxEventBytes) {
                skipped.add(tooLong(event, value.length));
                continue;
            }
            underWay.add(intake.send(EventWriter.key(event), value).toCompletableFuture());
            sent.add(event);
            if (underWay.size() == MAX_UNDER_WAY) {
                await(underWay);
                underWay.clear();
            }
        }
        await(underWay);
        int tooLong = skipped.size() - converted.skipped().size();
        // The last are the worst: each is an image that stays as it was.
        return new WebhookEvents(
                sent,
                skipped.subList(Math.max(0, skipped.size() - MAX_LISTED), skipped.size()),
                converted.skippedCount() + tooLong,
                converted.notes());
    }

    private Skipped tooLong(AnnotationEvent event, int length) {
        return new Skipped(
                "image " + Errors.shown(event.imageId(), MAX_MESSAGE),
                Reason.RECORD_TOO_LARGE.code() + ": its event has " + length + " bytes; event.max.bytes is "
                        + maxEventBytes);
    }

    private static void await(List<CompletableFuture<?>> underWay) {
        try {
            CompletableFuture.allOf(underWay.toArray(new CompletableFuture<?>[0]))
                    .get(MAX_WAIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unsent("the broker did not acknowledge every event: " + KafkaFailure.explain(cause));
        } catch (TimeoutException e) {
            throw unsent("the broker neither acknowledges nor refuses what it was sent");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unsent("the service stops");
        }
    }

    private static Problem unsent(String why) {
        LOG.warn("Webhook not taken: {}", why);
        return new Problem(503, why).header("Retry-After", "5").hint("send the payload again; events may be repeated");
    }
}
