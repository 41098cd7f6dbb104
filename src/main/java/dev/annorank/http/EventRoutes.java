package dev.annorank.http;

import dev.annorank.intake.EventChecker;
import dev.annorank.intake.EventIntake;
import dev.annorank.model.Reason;
import dev.annorank.model.RejectedException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes events, one a line, and acknowledges those that the broker has acknowledged. The body goes through line by line:
 * however long it is, there is one line of it in memory, and the events that are on their way to the broker.
 */
final class EventRoutes implements RouteGroup {
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json");
    /** Requests at a time; each holds a thread, if only to wait for its body. */
    private static final int MAX_REQUESTS = 16;
    /** Lines checked at a time: masks and all, which keeps a core busy. */
    private static final int MAX_CHECKED = 4;
    /** Events of a request on their way. */
    private static final int MAX_UNDER_WAY = 1000;

    private static final long MAX_WAIT_S = 60;

    private final EventIntake intake;
    private final int maxEventBytes;
    private final long maxBodyBytes;
    private final Limiter limiter = new Limiter(MAX_REQUESTS, "requests with events");
    private final BlockingQueue<EventChecker> checkers = new ArrayBlockingQueue<>(MAX_CHECKED);

    EventRoutes(EventIntake intake, Supplier<EventChecker> checkers, int maxEventBytes, long maxBodyBytes) {
        this.intake = intake;
        this.maxEventBytes = maxEventBytes;
        this.maxBodyBytes = maxBodyBytes;
        for (int i = 0; i < MAX_CHECKED; i++) {
            this.checkers.add(checkers.get());
        }
    }

    @Override
    public void register(Routes routes) {
        routes.post("/v1/events", limiter.limit(this::post));
    }

    private void post(Context context) throws IOException {
        boolean verbose = new Params(context, "verbose")
                .word("verbose", List.of("false", "true"))
                .equals("true");
        requireMediaType(context);
        BodyStream body = BodyStream.of(context, maxBodyBytes);
        Transfer transfer = new Transfer(new EventReport(verbose));
        transfer.run(new LineReader(body, maxEventBytes));
        if (transfer.broken == null || transfer.broken.status() == 413) {
            body.drain();
        }
        answer(context, transfer);
    }

    private static void requireMediaType(Context context) {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        String bare = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPES.contains(bare)) {
            throw new Problem(415, "Content-Type is \"" + Texts.shown(type) + "\"; it must be application/x-ndjson")
                    .hint("with curl: -H 'Content-Type: application/x-ndjson' --data-binary @FILE");
        }
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Problem(415, "Content-Encoding is \"" + Texts.shown(encoding) + "\"; send the body as it is");
        }
    }

    private static void answer(Context context, Transfer transfer) throws IOException {
        EventReport report = transfer.report;
        Problem broken = transfer.broken;
        if (broken != null) {
            throw broken.with(report::write).with("nextLine", transfer.nextLine);
        }
        if (report.hasFailed()) {
            throw new Problem(503, "the broker did not acknowledge every event; the lines say which")
                    .header("Retry-After", "5")
                    .hint("send the failed lines again, and all from nextLine on; events may be repeated")
                    .with("nextLine", transfer.nextLine)
                    .with(report::write);
        }
        if (report.isNoNdjson()) {
            throw new Problem(400, "the body is no NDJSON: no line of it is a JSON object")
                    .hint("one event a line, without line breaks inside")
                    .with(report::write);
        }
        context.status(202).header("Cache-Control", "no-store");
        Answers.send(context, Answers.JSON, JsonBody.bytes(out -> {
            out.writeStartObject();
            report.write(out);
            out.writeEndObject();
        }));
    }

    /** The lines of one body on their way. */
    private final class Transfer {
        final EventReport report;
        private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
        /** The first line that nothing was done with. */
        long nextLine = 1;

        @Nullable
        Problem broken;

        Transfer(EventReport report) {
            this.report = report;
        }

        /** Returns when everything that was sent has been acknowledged or has failed. */
        void run(LineReader lines) throws IOException {
            try {
                takeAll(lines);
                acquire(MAX_UNDER_WAY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unfinished("the service stops");
            }
        }

        private void takeAll(LineReader lines) throws IOException, InterruptedException {
            try {
                while (!report.hasFailed() && lines.next()) {
                    take(lines);
                    nextLine = lines.number() + 1;
                }
            } catch (Problem problem) {
                // What came before counts, and the client must hear of it.
                broken = problem;
            }
        }

        private void take(LineReader lines) throws InterruptedException {
            long number = lines.number();
            try {
                if (lines.isTooLong()) {
                    throw new RejectedException(
                            Reason.RECORD_TOO_LARGE, "the line has more than the " + maxEventBytes + " bytes allowed");
                }
                byte[] event = lines.line();
                byte[] key = key(event);
                acquire(1);
                intake.send(key, event).whenComplete((sent, failure) -> {
                    if (failure == null) {
                        report.accepted(number);
                    } else {
                        report.failed(number, failure);
                    }
                    room.release();
                });
            } catch (RejectedException e) {
                report.rejected(number, e);
            }
        }

        private byte[] key(byte[] event) throws InterruptedException {
            EventChecker checker = checkers.take();
            try {
                return checker.key(event);
            } finally {
                checkers.add(checker);
            }
        }

        private void acquire(int permits) throws InterruptedException {
            if (!room.tryAcquire(permits, MAX_WAIT_S, TimeUnit.SECONDS)) {
                throw unfinished("the broker neither acknowledges nor refuses what it was sent");
            }
        }

        private Problem unfinished(String why) {
            return new Problem(503, why)
                    .header("Retry-After", "5")
                    .with("nextLine", nextLine)
                    .with(report::write);
        }
    }
}
