package dev.annorank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that users read: README.md and docs/*.md, in the folder that tests run in. */
public final class Docs {
    public static final Path README = Path.of("README.md");
    public static final Path FOLDER = Path.of("docs");

    private static final Pattern FENCE = Pattern.compile("^ {0,3}```.*$");

    private Docs() {}

    /** Each page's text by its path, README.md among them. */
    public static SortedMap<Path, String> pages() {
        SortedMap<Path, String> pages = new TreeMap<>();
        pages.put(README, read(README));
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(file -> pages.put(file, read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    /** One page's text, for example of {@code topics.md} in docs. */
    public static String page(String name) {
        return read(FOLDER.resolve(name));
    }

    /** All pages one after the other. */
    public static String text() {
        return String.join("\n", pages().values());
    }

    /** The lines of a page that are inside ``` fences, or those that are not. */
    public static List<String> lines(String page, boolean fenced) {
        List<String> lines = new ArrayList<>();
        boolean isInside = false;
        for (String line : page.split("\n", -1)) {
            if (FENCE.matcher(line).matches()) {
                isInside = !isInside;
            } else if (isInside == fenced) {
                lines.add(line);
            }
        }
        return lines;
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
