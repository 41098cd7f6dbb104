package dev.annorank.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gathers settings from where they may be written. Whatever the order of calls, a flag wins over the environment, that
 * over the file, and that over the default.
 */
public final class SettingsBuilder {
    static final String TOKEN = "http.token";

    /** What must not be seen by other users of the machine. */
    private static final Set<String> SECRETS = Set.of(TOKEN, "webhook.cvat.token", "webhook.cvat.secret");

    private static final String DEFAULTS = "/annorank.properties";
    private static final String ENVIRONMENT_PREFIX = "ANNORANK_";
    /** The launcher's; no setting. */
    private static final String JAVA_OPTIONS = "ANNORANK_JAVA_OPTS";

    private final Map<String, Setting> defaults;
    private final Map<String, Setting> file = new LinkedHashMap<>();
    private final Map<String, Setting> environment = new LinkedHashMap<>();
    private final Map<String, Setting> flags = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingsBuilder() {
        try (InputStream in = SettingsBuilder.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + DEFAULTS + " is not on the class path");
            }
            defaults = PropertiesFile.read("default", new InputStreamReader(in, StandardCharsets.UTF_8), problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the settings of a properties file in UTF-8. A file that cannot be read is a problem that {@link #build} throws. */
    public SettingsBuilder file(Path path) {
        try (Reader reader = Files.newBufferedReader(path)) {
            file.putAll(PropertiesFile.read(path.toString(), reader, problems));
        } catch (IOException e) {
            String why =
                    Files.isDirectory(path) ? "it is a folder" : Files.exists(path) ? e.toString() : "no such file";
            problems.add("settings file " + path + " cannot be read: " + why);
        }
        return this;
    }

    /** Takes the variables that start with {@code ANNORANK_} and are not empty, for example of {@link System#getenv()}. */
    public SettingsBuilder environment(Map<String, String> variables) {
        new TreeMap<>(variables).forEach((name, text) -> {
            boolean isSetting = name.startsWith(ENVIRONMENT_PREFIX) && !name.equals(JAVA_OPTIONS);
            if (isSetting && name.length() > ENVIRONMENT_PREFIX.length() && !text.isEmpty()) {
                String key = name.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                environment.put(key, new Setting(key, text, "environment variable " + name));
            }
        });
        return this;
    }

    /**
     * Takes a setting of the command line. A secret is refused there.
     *
     * @param flag how the user wrote it, for example {@code --port}
     */
    public SettingsBuilder flag(String flag, String key, String text) {
        if (SECRETS.contains(key)) {
            String file = key.equals(TOKEN) ? "a file and name that with --token-file" : "the settings file";
            problems.add(
                    key + " must not be on the command line, where every user of the machine can read it; put it into "
                            + file + ", or set the environment variable " + ENVIRONMENT_PREFIX
                            + key.toUpperCase(Locale.ROOT).replace('.', '_'));
            return this;
        }
        flags.put(key, new Setting(key, text, "flag " + flag));
        return this;
    }

    /** Takes a setting that the program itself decides, as strong as a flag; for example where the embedded broker listens. */
    public SettingsBuilder set(String key, String text) {
        flags.put(key, new Setting(key, text, "program"));
        return this;
    }

    /**
     * Checks everything.
     *
     * @throws SettingsException with all problems found
     */
    public Settings build() {
        Map<String, Setting> effective = new LinkedHashMap<>(defaults);
        effective.putAll(file);
        effective.putAll(environment);
        effective.putAll(flags);
        List<String> all = new ArrayList<>(problems);
        effective
                .values()
                .forEach(setting -> meant(setting.key())
                        .ifPresent(meant -> all.add("unknown key " + setting.key() + " (" + setting.origin()
                                + "); did you mean " + meant + "?")));
        return new SettingsReader(effective, defaults, all).read();
    }

    /** The key that was meant by one that nobody knows but that comes near one; a plug-in's key seldom does. */
    private Optional<String> meant(String key) {
        if (defaults.containsKey(key) || KafkaKeys.isOfTopics(key)) {
            return Optional.empty();
        }
        String bare = KafkaKeys.withoutPrefix(key);
        String prefix = key.substring(0, key.length() - bare.length());
        List<String> known = new ArrayList<>(KafkaKeys.ALL);
        if (prefix.isEmpty()) {
            known.addAll(0, defaults.keySet());
        }
        return Typos.meant(bare, known).map(prefix::concat);
    }
}
