package dev.annorank.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.List;

/**
 * For {@code logback.xml}: drops a known harmless message of a logger whose other messages matter. Without any text, it
 * drops nothing.
 */
public final class QuietFilter extends Filter<ILoggingEvent> {
    private final List<String> texts = new ArrayList<>();

    /** Drops messages that contain the text, or whose exception does; once for each. */
    public void addText(String text) {
        texts.add(text);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        String cause = thrown == null ? "" : String.valueOf(thrown.getMessage());
        boolean known = texts.stream().anyMatch(text -> message.contains(text) || cause.contains(text));
        return known ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
