package dev.annorank.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annorank.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What was measured: figures by part and name, each with the values of all repetitions. For one thread. */
public final class Report {
    private final Map<String, Map<String, List<Double>>> parts = new LinkedHashMap<>();

    /**
     * Adds a repetition's value.
     *
     * @param part for example {@code throughput}
     * @param name with its unit, for example {@code eventsPerSecond}
     * @param value finite
     */
    void add(String part, String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(part + " " + name + " is " + value);
        }
        parts.computeIfAbsent(part, key -> new LinkedHashMap<>())
                .computeIfAbsent(name, key -> new ArrayList<>())
                .add(value);
    }

    /** Adds a repetition's count of something. */
    void count(String part, String name, long count) {
        add(part, name, (double) count);
    }

    /** The median of a figure's values; empty if there are none. */
    OptionalDouble median(String part, String name) {
        List<Double> values = parts.getOrDefault(part, Map.of()).getOrDefault(name, List.of());
        return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(values));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The figures as a table: median, least and largest of the repetitions. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "%-12s %-28s %16s %16s %16s", "part", "figure", "median", "least", "most"));
        parts.forEach((part, figures) -> figures.forEach((name, values) -> {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-12s %-28s %16s %16s %16s",
                    part,
                    name,
                    shown(median(values)),
                    shown(sorted[0]),
                    shown(sorted[sorted.length - 1])));
        }));
        return lines;
    }

    private static String shown(double value) {
        boolean whole = value == Math.rint(value) || Math.abs(value) >= 1000;
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.3f", value);
    }

    /**
     * The same as JSON: {@code {"setup": {...}, "parts": {part: {figure: {"median": ..., "values": [...]}}}}}.
     *
     * @param setup how it was measured
     * @param out not closed
     */
    public void write(Map<String, Object> setup, OutputStream out) throws IOException {
        JsonGenerator json = Json.generator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeObjectFieldStart("setup");
        for (Map.Entry<String, Object> entry : setup.entrySet()) {
            if (entry.getValue() instanceof Number number) {
                json.writeNumberField(entry.getKey(), number.longValue());
            } else {
                json.writeStringField(entry.getKey(), entry.getValue().toString());
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("parts");
        for (Map.Entry<String, Map<String, List<Double>>> part : parts.entrySet()) {
            json.writeObjectFieldStart(part.getKey());
            for (Map.Entry<String, List<Double>> figure : part.getValue().entrySet()) {
                double[] values = figure.getValue().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                json.writeObjectFieldStart(figure.getKey());
                json.writeNumberField("median", median(figure.getValue()));
                json.writeFieldName("values");
                json.writeArray(values, 0, values.length);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }

    /** Equal figures in the same order; for tests. */
    List<String> names(String part) {
        return Arrays.asList(parts.getOrDefault(part, Map.of()).keySet().toArray(new String[0]));
    }
}
