package dev.annorank.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
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

    /** Drops messages that contain the text; once for each. */
    public void addText(String text) {
        texts.add(text);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        boolean known = message != null && texts.stream().anyMatch(message::contains);
        return known ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
