package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that has settings. Flag wins over environment, environment over file, file over default. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file; config/annorank.properties lists all settings.")
    private @Nullable Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Any setting, for example ranking.tolerance=0 or security.protocol=SSL; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    /** The files that settings are read from. */
    List<Path> files() {
        return config == null ? List.of() : List.of(config);
    }

    /** The settings so far, for more flags to be added. */
    SettingsBuilder builder() {
        SettingsBuilder builder = Settings.builder().environment(System.getenv());
        if (config != null) {
            builder.file(config);
        }
        set.forEach((key, value) -> builder.flag("--set " + key, key, value));
        return builder;
    }

    /** As {@link #builder()}, with a flag that was given or not. */
    static SettingsBuilder flag(SettingsBuilder builder, String flag, String key, @Nullable Object value) {
        return value == null ? builder : builder.flag(flag, key, value.toString());
    }
}
