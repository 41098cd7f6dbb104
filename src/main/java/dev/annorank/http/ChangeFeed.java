package dev.annorank.http;

import dev.annorank.view.EpochSnapshot;
import dev.annorank.view.RankingView;
import dev.annorank.view.ViewState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everyone who listens what changed. What there is to tell of a new epoch is worked out once, on a thread of its own,
 * and only if anyone listens to that dataset; if epochs come faster than that, the next message covers several.
 */
final class ChangeFeed implements RankingView.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final long BEAT_S = 15;

    private final RankingView view;
    private final Map<String, Set<ChangeStream>> streams = new ConcurrentHashMap<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor worker;
    private final RankingView.Subscription subscription;

    /** From one epoch to another. */
    private record Step(Optional<EpochSnapshot> before, EpochSnapshot now) {}

    ChangeFeed(RankingView view) {
        this.view = view;
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "changes");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = worker.scheduleAtFixedRate(() -> all(ChangeStream::beat), BEAT_S, BEAT_S, TimeUnit.SECONDS);
        subscription = view.subscribe(this);
    }

    /**
     * Has a client told how the view is, of the newest epoch and of all that follow, none of them older than one it has
     * heard of: all is told on one thread.
     */
    void add(EpochSnapshot known, ChangeStream stream) {
        String dataset = known.dataset();
        boolean taken = submit(() -> {
            streams.computeIfAbsent(dataset, name -> ConcurrentHashMap.newKeySet())
                    .add(stream);
            stream.state(message(view.state()));
            stream.epoch(message(Optional.empty(), newest(known)));
            if (stream.ended().isDone()) {
                remove(dataset, stream);
            }
        });
        if (!taken) {
            stream.end();
        }
    }

    /** What is about to be told, if anything is; else what the view shows, which is told next if it is newer than that. */
    private EpochSnapshot newest(EpochSnapshot known) {
        synchronized (steps) {
            Step waiting = steps.get(known.dataset());
            return waiting == null ? view.find(known.dataset()).orElse(known) : waiting.now();
        }
    }

    void remove(String dataset, ChangeStream stream) {
        streams.computeIfPresent(dataset, (name, listening) -> {
            listening.remove(stream);
            return listening.isEmpty() ? null : listening;
        });
    }

    @Override
    public void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before) {
        if (!streams.containsKey(now.dataset())) {
            return;
        }
        synchronized (steps) {
            Step waiting = steps.get(now.dataset());
            steps.put(now.dataset(), new Step(waiting == null ? before : waiting.before(), now));
            if (waiting != null) {
                return;
            }
        }
        submit(() -> tell(now.dataset()));
    }

    @Override
    public void state(ViewState now) {
        submit(() -> {
            byte[] message = message(now);
            all(stream -> stream.state(message));
        });
    }

    /** False once closed; nobody listens any more. */
    private boolean submit(Runnable task) {
        try {
            worker.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException defect) {
                    LOG.error("Changes could not be told", defect);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void tell(String dataset) {
        Step step;
        synchronized (steps) {
            step = steps.remove(dataset);
        }
        Set<ChangeStream> listening = streams.get(dataset);
        if (step != null && listening != null) {
            byte[] message = message(step.before(), step.now());
            listening.forEach(stream -> stream.epoch(message));
        }
    }

    private void all(Consumer<ChangeStream> action) {
        streams.values().forEach(listening -> listening.forEach(action));
    }

    static byte[] message(ViewState state) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        event(message, "state", "", JsonBody.bytes(out -> ViewJson.state(state, out)));
        return message.toByteArray();
    }

    /** The epoch, and where it follows another that is known, each kept set that changed. */
    static byte[] message(Optional<EpochSnapshot> before, EpochSnapshot now) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String id = "id: " + now.epoch().epoch() + "\n";
        event(message, "epoch", id, ViewJson.epochBytes(now.epoch()));
        before.ifPresent(former -> {
            for (KeptChanges changes : KeptChanges.between(former, now)) {
                event(message, "kept", "", JsonBody.bytes(out -> changes.write(former, now, out)));
            }
        });
        return message.toByteArray();
    }

    private static void event(ByteArrayOutputStream message, String name, String id, byte[] data) {
        message.writeBytes(("event: " + name + "\n" + id + "data: ").getBytes(StandardCharsets.UTF_8));
        message.writeBytes(data);
        message.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Sends everyone away. */
    @Override
    public void close() {
        subscription.close();
        worker.shutdownNow();
        all(ChangeStream::end);
    }
}
