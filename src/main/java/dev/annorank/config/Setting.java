package dev.annorank.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One setting as text, and where it came from. The readers throw {@link IllegalArgumentException} with a message for the
 * person who wrote the setting.
 *
 * @param key for example {@code http.port}
 * @param text the value as written
 * @param origin for example {@code flag --port}, {@code environment variable ANNORANK_HTTP_PORT} or {@code my.properties:7}
 */
record Setting(String key, String text, String origin) {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,18})\\s*(ms|s|m|h|d)");

    /** The value without white space around it. */
    String value() {
        return text.strip();
    }

    int wholeNumber(int least, int most) {
        return (int) wholeNumber((long) least, (long) most);
    }

    long wholeNumber(long least, long most) {
        String right = "a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(value());
            if (number < least || number > most) {
                throw wrong(right);
            }
            return number;
        } catch (NumberFormatException e) {
            throw wrong(right);
        }
    }

    /** A plain decimal number of at least 0 and below 1. */
    double fraction() {
        return decimal(value(), "a number of at least 0 and below 1", true);
    }

    /** Comma-separated numbers, each above 0 and below 1, in ascending order and without repeats. */
    List<Double> openFractions(int most) {
        String right = "1 to " + most + " numbers above 0 and below 1, separated by commas";
        List<Double> numbers = new ArrayList<>();
        for (String part : value().split(",", -1)) {
            numbers.add(decimal(part.strip(), right, false));
        }
        List<Double> distinct = numbers.stream().distinct().sorted().toList();
        if (distinct.size() > most) {
            throw wrong(right);
        }
        return distinct;
    }

    private double decimal(String part, String right, boolean zeroIncluded) {
        try {
            double number = new BigDecimal(part).doubleValue();
            boolean inside = number < 1 && (zeroIncluded ? number >= 0 : number > 0);
            if (!inside) {
                throw wrong(right);
            }
            return number;
        } catch (NumberFormatException e) {
            throw wrong(right);
        }
    }

    Duration duration(Duration least, Duration most) {
        String right =
                "a duration from " + shown(least) + " to " + shown(most) + ", written like 500ms, 1s, 2m, 1h or PT1S";
        Duration duration;
        Matcher plain = DURATION.matcher(value());
        try {
            if (plain.matches()) {
                long number = Long.parseLong(plain.group(1));
                duration = switch (plain.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
            } else {
                duration = Duration.parse(value());
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(right);
        }
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw wrong(right);
        }
        return duration;
    }

    private static String shown(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + "ms";
        }
        return duration.toDays() > 0 ? duration.toDays() + "d" : duration.toSeconds() + "s";
    }

    /** One of the words. */
    <T> T choice(Map<String, T> words) {
        T chosen = words.get(value());
        if (chosen == null) {
            throw wrong("one of "
                    + String.join(", ", words.keySet().stream().sorted().toList()));
        }
        return chosen;
    }

    /** Text that matches the pattern. */
    String matching(Pattern pattern, String right) {
        if (!pattern.matcher(value()).matches()) {
            throw wrong(right);
        }
        return value();
    }

    /** Text that matches the pattern, comma-separated; none if empty. */
    List<String> list(Pattern pattern, String right) {
        List<String> parts = new ArrayList<>();
        for (String part : value().isEmpty() ? new String[0] : value().split(",", -1)) {
            if (!pattern.matcher(part.strip()).matches()) {
                throw wrong(right);
            }
            parts.add(part.strip());
        }
        return parts;
    }

    /** An address that starts with http:// or https:// and has no query; empty if there is none. */
    Optional<URI> webAddress() {
        if (value().isEmpty()) {
            return Optional.empty();
        }
        String right = "an address like https://cvat.example.org, without user, query and fragment";
        try {
            URI uri = new URI(value());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw wrong(right);
    }

    /** Visible ASCII that no message repeats; empty if there is none. */
    Optional<Secret> secret(int least, int most) {
        String secret = value();
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        boolean visible = secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!visible || secret.length() < least || secret.length() > most) {
            throw new IllegalArgumentException(key + " (" + origin + ", not shown) has " + secret.length()
                    + " characters; it must be " + least + " to " + most + " visible ASCII characters without spaces");
        }
        return Optional.of(new Secret(secret));
    }

    IllegalArgumentException wrong(String right) {
        return new IllegalArgumentException(
                key + " is \"" + value() + "\" (" + origin + "); it must be " + right + hint());
    }

    /** Where a port is, in the words of a cluster that tells each container of its services. */
    private String hint() {
        return value().startsWith("tcp://") && key.endsWith(".port")
                ? "; Kubernetes sets such a variable for a Service named annorank-"
                        + key.substring(0, key.length() - ".port".length())
                        + ": rename the Service, or set enableServiceLinks: false for the Pod"
                : "";
    }
}
