package dev.annorank.cluster;

import java.util.List;

/**
 * How the topics of a cluster stand against their specifications; sentences for people.
 *
 * @param changes what was created or set just now; empty for a check
 * @param differences what differs still
 * @param notes what was adapted to the cluster and is fine so
 */
public record TopicReport(List<String> changes, List<String> differences, List<String> notes) {
    public TopicReport {
        changes = List.copyOf(changes);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** Whether nothing differs. */
    public boolean clean() {
        return differences.isEmpty();
    }
}
