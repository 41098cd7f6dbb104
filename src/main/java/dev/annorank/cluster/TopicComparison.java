package dev.annorank.cluster;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares one topic as it is with what it ought to be; pure. */
final class TopicComparison {
    private TopicComparison() {}

    /** What a cluster says of one topic; {@code config} holds the values in effect, defaults included. */
    record Actual(int partitions, int replicas, Map<String, String> config) {}

    /** Differences as sentences: first the ones that only people can mend, then those of the settings. */
    static List<String> differences(TopicSpec spec, @Nullable Actual actual) {
        if (actual == null) {
            return List.of("topic " + spec.name() + " is missing");
        }
        List<String> found = new ArrayList<>(structure(spec, actual));
        config(spec, actual)
                .forEach((key, value) -> found.add("topic " + spec.name() + " has " + key + "="
                        + actual.config().getOrDefault(key, "(unknown)") + "; it should be " + value));
        return found;
    }

    /** Differences in partitions and replicas, which annorank never changes: both move data. */
    static List<String> structure(TopicSpec spec, Actual actual) {
        List<String> found = new ArrayList<>();
        if (actual.partitions() != spec.partitions()) {
            found.add("topic " + spec.name() + " has " + count(actual.partitions(), "partition") + "; it should have "
                    + spec.partitions());
        }
        if (actual.replicas() != spec.replicas()) {
            found.add("topic " + spec.name() + " has a partition with " + count(actual.replicas(), "replica")
                    + "; it should have " + spec.replicas());
        }
        return found;
    }

    /** Settings whose value in effect differs, with the value they should have. */
    static Map<String, String> config(TopicSpec spec, Actual actual) {
        Map<String, String> differing = new LinkedHashMap<>();
        spec.config().forEach((key, wanted) -> {
            if (!same(wanted, actual.config().get(key))) {
                differing.put(key, wanted);
            }
        });
        return differing;
    }

    /** Whether two values mean the same: 0.30 is 0.3, and {@code compact,delete} is {@code delete,compact}. */
    private static boolean same(String wanted, @Nullable String actual) {
        return actual != null && normal(wanted).equals(normal(actual));
    }

    private static String normal(String value) {
        try {
            return new BigDecimal(value.trim()).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            String[] parts = value.trim().split("\\s*,\\s*", -1);
            Arrays.sort(parts);
            return String.join(",", parts);
        }
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
