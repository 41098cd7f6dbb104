package dev.annorank.intake;

import java.util.function.Supplier;

/**
 * How events are taken.
 *
 * @param intake where they go
 * @param checkers tell which of them the topology would take
 * @param maxEventBytes longest event, at least 1
 */
public record EventSettings(EventIntake intake, Supplier<EventChecker> checkers, int maxEventBytes) {
    public EventSettings {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes is " + maxEventBytes);
        }
    }
}
