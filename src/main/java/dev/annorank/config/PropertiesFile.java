package dev.annorank.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads a Java properties file and keeps each setting's line. Escapes, continued lines and comments are those of
 * {@link Properties}; a key that appears twice is an error, since one of the two would silently not count.
 */
final class PropertiesFile {
    /** Some editors begin a file of UTF-8 with it. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private PropertiesFile() {}

    /**
     * @param name what messages call the file
     * @param problems receives a sentence for each line that cannot be used
     */
    static Map<String, Setting> read(String name, Reader reader, List<String> problems) throws IOException {
        Map<String, Setting> settings = new LinkedHashMap<>();
        BufferedReader lines = new BufferedReader(reader);
        int number = 0;
        String line = lines.readLine();
        if (line != null && line.startsWith(BYTE_ORDER_MARK)) {
            line = line.substring(BYTE_ORDER_MARK.length());
        }
        while (line != null) {
            number++;
            int first = number;
            List<String> logical = new ArrayList<>(List.of(line));
            while (!isComment(logical.get(0)) && isContinued(logical.get(logical.size() - 1))) {
                String next = lines.readLine();
                if (next == null) {
                    break;
                }
                number++;
                logical.add(next);
            }
            add(name + ":" + first, String.join("\n", logical), settings, problems);
            line = lines.readLine();
        }
        return settings;
    }

    private static void add(String origin, String text, Map<String, Setting> settings, List<String> problems)
            throws IOException {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            problems.add(origin + " cannot be read: " + e.getMessage());
            return;
        }
        for (String key : parsed.stringPropertyNames()) {
            Setting earlier = settings.get(key);
            if (earlier != null) {
                problems.add(key + " is set twice (" + earlier.origin() + " and " + origin + "); keep one of them");
            }
            settings.put(key, new Setting(key, parsed.getProperty(key), origin));
        }
    }

    private static boolean isComment(String line) {
        String start = line.stripLeading();
        return start.startsWith("#") || start.startsWith("!");
    }

    /** Whether the line ends in an odd number of backslashes. */
    private static boolean isContinued(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }
}
