package dev.annorank.config;

import dev.annorank.mask.ContourMeasurer;
import dev.annorank.model.PruneRate;
import dev.annorank.score.Measure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns texts into {@link Settings}: annorank's own keys are read and checked, all others are Kafka's. */
final class SettingsReader {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]{1,255}");
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]{1,255}");
    private static final int MIN_TOKEN = 16;
    private static final int MAX_TOKEN = 1000;
    private static final int KIB = 1024;

    private final Map<String, Setting> effective;
    private final Map<String, Setting> defaults;
    private final List<String> problems;
    private final Set<String> own = new HashSet<>();

    /**
     * @param effective the settings that count
     * @param defaults good values for every key of annorank's own; they stand in for bad ones, so that all problems of
     *     all settings are found in one go
     * @param problems found so far
     */
    SettingsReader(Map<String, Setting> effective, Map<String, Setting> defaults, List<String> problems) {
        this.effective = effective;
        this.defaults = defaults;
        this.problems = new ArrayList<>(problems);
    }

    Settings read() {
        String topicsPrefix =
                own("topics.prefix", s -> s.matching(PREFIX, "0 to 100 of the characters A-Z a-z 0-9 . _ -"));
        Measure measure = own("measure", s -> s.choice(Map.of("contour", Measure.CONTOUR, "polygon", Measure.POLYGON)));
        boolean crowdIncluded = own("iscrowd", s -> s.choice(Map.of("exclude", false, "include", true)));
        Duration interval = own("ranking.interval", s -> s.duration(Duration.ofMillis(10), Duration.ofDays(1)));
        double tolerance = own("ranking.tolerance", Setting::fraction);
        List<Double> pruneRates = own("prune.rates", s -> s.openFractions(PruneRate.MAX_CONFIGURED));
        long maskMaxPixels = own("mask.max.pixels", s -> s.wholeNumber(1L, ContourMeasurer.HIGHEST_MAX_PIXELS));
        int eventMaxBytes = own("event.max.bytes", s -> s.wholeNumber(KIB, 256 * KIB * KIB));
        int imageMaxInstances = own("image.max.instances", s -> s.wholeNumber(1, 10_000_000));
        int imageMaxClasses = own("image.max.classes", s -> s.wholeNumber(1, 10_000));
        int imageMaxClassBytes = own("image.max.class.bytes", s -> s.wholeNumber(KIB, 64 * KIB * KIB));
        Duration tombstones = own("tombstone.retention", s -> s.duration(Duration.ofSeconds(1), Duration.ofDays(3650)));
        int rankingPartitions = own("ranking.partitions", s -> s.wholeNumber(1, 1000));
        int publishChunk = own("publish.chunk", s -> s.wholeNumber(1, 1_000_000));
        long rocksdbMemory = own("rocksdb.memory.bytes", s -> s.wholeNumber(16L << 20, 1L << 40));
        Path dataDir = own("data.dir", SettingsReader::folder);
        String httpHost = own("http.host", s -> s.matching(HOST, "a host name or an IP address"));
        int httpPort = own("http.port", s -> s.wholeNumber(0, 65535));
        HttpSettings http = new HttpSettings(
                own(SettingsBuilder.TOKEN, s -> s.secret(MIN_TOKEN, MAX_TOKEN)),
                own(
                        "http.cors.origins",
                        s -> s.list(ORIGIN, "origins like https://labels.example.org, comma-separated")),
                own("http.max.streams", s -> s.wholeNumber(1, 100_000)),
                own("http.max.body.bytes", s -> s.wholeNumber(KIB, 64L * KIB * KIB * KIB)),
                own("http.idle.timeout", s -> s.duration(Duration.ofSeconds(1), Duration.ofHours(1))));
        int brokerPort = own("broker.port", s -> s.wholeNumber(0, 65535));
        WebhookSettings webhooks = new WebhookSettings(
                own("webhook.cvat.url", s -> s.webAddress()),
                own("webhook.cvat.token", s -> s.secret(1, MAX_TOKEN)),
                own("webhook.cvat.secret", s -> s.secret(1, MAX_TOKEN)));
        problems.addAll(webhooks.problems());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(
                topicsPrefix,
                measure,
                crowdIncluded,
                interval,
                tolerance,
                pruneRates,
                maskMaxPixels,
                eventMaxBytes,
                imageMaxInstances,
                imageMaxClasses,
                imageMaxClassBytes,
                tombstones,
                rankingPartitions,
                publishChunk,
                rocksdbMemory,
                dataDir,
                httpHost,
                httpPort,
                http,
                brokerPort,
                webhooks,
                others());
    }

    private <T> T own(String key, Function<Setting, T> reader) {
        own.add(key);
        try {
            return reader.apply(Objects.requireNonNull(effective.get(key), key));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return reader.apply(Objects.requireNonNull(defaults.get(key), key));
        }
    }

    private Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        effective.forEach((key, setting) -> {
            if (!own.contains(key)) {
                others.put(key, setting.text());
            }
        });
        return others;
    }

    private static Path folder(Setting setting) {
        try {
            if (!setting.value().isEmpty()) {
                return Path.of(setting.value());
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw setting.wrong("a folder");
    }
}
