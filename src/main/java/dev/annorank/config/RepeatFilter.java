package dev.annorank.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * For {@code logback.xml}: lets a warning of Kafka through once a minute. A client that cannot reach its broker says so
 * several times a second, for as long as it lasts.
 */
public final class RepeatFilter extends Filter<ILoggingEvent> {
    private static final long MINUTE_MS = 60_000;
    private static final int MAX_KNOWN = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+");

    private final Map<String, Long> lastMs = new HashMap<>();

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)
                || !event.getLoggerName().startsWith("org.apache.kafka.")) {
            return FilterReply.NEUTRAL;
        }
        // Which node, which partition and which attempt make no new message.
        String kind = event.getLoggerName()
                + NUMBER.matcher(event.getFormattedMessage()).replaceAll("#");
        if (lastMs.size() > MAX_KNOWN) {
            lastMs.clear();
        }
        Long last = lastMs.get(kind);
        if (last != null && event.getTimeStamp() - last < MINUTE_MS) {
            return FilterReply.DENY;
        }
        lastMs.put(kind, event.getTimeStamp());
        return FilterReply.NEUTRAL;
    }
}
