package dev.annorank.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Bounds connections that wait for a request to be sent, in time and in number. From when a connection is opened, or its last
 * answer has gone out, the headers of its next request have to be there within a deadline, however their bytes drip in. And
 * whoever comes is let in: where there are too many, those that have waited longest are closed. So nobody keeps others out
 * by holding connections, and who sends a request at once has always time to.
 */
final class WaitingConnections extends Handler.Wrapper implements Connection.Listener {
    private static final long LOOK_EVERY_MS = 500;

    private final int most;
    private final long deadlineNs;
    private final LongSupplier nanoClock;
    /** Since when each waits, the longest first. */
    private final Map<Connection, Long> waiting = new LinkedHashMap<>();

    private final Set<Connection> open = new HashSet<>();

    /**
     * @param most connections at a time, at least 1; those with a request count too, but are not closed
     * @param deadlineNs longest wait for a request
     * @param nanoClock counts nanoseconds from anywhere
     */
    WaitingConnections(int most, long deadlineNs, LongSupplier nanoClock, Handler next) {
        super(next);
        this.most = most;
        this.deadlineNs = deadlineNs;
        this.nanoClock = nanoClock;
    }

    /** Begins to look for those whose time is over. */
    void watch(Scheduler scheduler) {
        scheduler.schedule(
                () -> {
                    closeLate();
                    watch(scheduler);
                },
                LOOK_EVERY_MS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        List<Connection> over = new ArrayList<>();
        synchronized (waiting) {
            open.add(connection);
            waiting.put(connection, nanoClock.getAsLong());
            Iterator<Connection> oldest = waiting.keySet().iterator();
            for (int tooMany = open.size() - most; tooMany > 0 && oldest.hasNext(); tooMany--) {
                over.add(oldest.next());
                oldest.remove();
            }
        }
        over.forEach(WaitingConnections::end);
    }

    @Override
    public void onClosed(Connection connection) {
        synchronized (waiting) {
            open.remove(connection);
            waiting.remove(connection);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        synchronized (waiting) {
            waiting.remove(connection);
        }
        Request.addCompletionListener(request, failure -> waitAgain(connection));
        return super.handle(request, response, callback);
    }

    /** From now on it waits for a request: the last one needs nothing any more but that its answer is read. */
    void waitAgain(Connection connection) {
        synchronized (waiting) {
            waiting.remove(connection);
            // It may have been closed meanwhile.
            if (open.contains(connection)) {
                waiting.put(connection, nanoClock.getAsLong());
            }
        }
    }

    /** Closes those that have waited too long. */
    void closeLate() {
        List<Connection> late = new ArrayList<>();
        long now = nanoClock.getAsLong();
        synchronized (waiting) {
            Iterator<Map.Entry<Connection, Long>> oldest = waiting.entrySet().iterator();
            while (oldest.hasNext()) {
                Map.Entry<Connection, Long> one = oldest.next();
                if (now - one.getValue() <= deadlineNs) {
                    break;
                }
                late.add(one.getKey());
                oldest.remove();
            }
        }
        late.forEach(WaitingConnections::end);
    }

    /** Nobody waits for an answer on it. */
    private static void end(Connection connection) {
        connection.getEndPoint().close();
    }
}
