package dev.annorank.http;

import dev.annorank.format.subset.Quota;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a request, checked: what is wrong is a 400 that names parameter, value and what would be right. */
final class Params {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Map<String, List<String>> values;

    /** @param known the parameters there are; any other is refused, since it is a typing mistake that would go unseen */
    Params(Context context, String... known) {
        String query = context.queryString();
        if (query != null && BROKEN_ESCAPE.matcher(query).find()) {
            throw new Problem(
                            400,
                            "the query \"" + Texts.shown(query) + "\" holds a % that is not followed by two hex digits")
                    .hint("a percent sign itself is written %25");
        }
        values = context.queryParamMap();
        List<String> names = List.of(known);
        values.forEach((name, given) -> {
            if (!names.contains(name)) {
                throw new Problem(400, "there is no parameter \"" + Texts.shown(name) + "\"")
                        .with("parameter", Texts.shown(name))
                        .hint(names.isEmpty() ? "this address takes none" : "there is " + String.join(", ", names));
            }
            if (given.size() > 1) {
                throw Problem.parameter(name, String.join(", ", given), "given once");
            }
        });
    }

    Optional<String> text(String name) {
        List<String> given = values.get(name);
        return given == null || given.isEmpty() ? Optional.empty() : Optional.of(given.get(0));
    }

    int wholeNumber(String name, int otherwise, int least, int most) {
        String text = text(name).orElse(null);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Problem.parameter(name, text, "a whole number from " + least + " to " + most);
    }

    /** A prune rate, which must be there. */
    double rate(String name) {
        return rate(name, "a number from 0 to 1, for example " + name + "=0.3");
    }

    /** {@code pruneRate} or {@code keep}: exactly one of them must be there. */
    Quota quota() {
        String keep = text("keep").orElse(null);
        if (keep == null) {
            return Quota.ofPruneRate(rate(
                    "pruneRate", "a number from 0 to 1, for example pruneRate=0.3; or give keep=5000 in its place"));
        }
        if (text("pruneRate").isPresent()) {
            throw Problem.parameter("keep", keep, "left out where pruneRate is given; give one of them");
        }
        return Quota.ofImages(wholeNumber("keep", 0, 0, Integer.MAX_VALUE));
    }

    private double rate(String name, String right) {
        @Nullable String text = text(name).orElse(null);
        try {
            double rate = text == null ? Double.NaN : Double.parseDouble(text);
            if (rate >= 0 && rate <= 1) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Problem.parameter(name, text, right);
    }

    /** One of some words; the first where it is left out. */
    String word(String name, List<String> words) {
        String text = text(name).orElse(words.get(0));
        if (!words.contains(text)) {
            throw Problem.parameter(name, text, "one of " + String.join(", ", words));
        }
        return text;
    }
}
