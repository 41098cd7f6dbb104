package dev.annorank.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.json.Errors;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The list of image paths that Ultralytics reads as {@code train:} of a dataset: one path a line, in a .txt file. A path
 * that starts with {@code ./} is taken from the folder of the list, any other from where the trainer runs; the labels are
 * looked for beside the images, {@code images} in the path replaced by {@code labels}.
 */
public final class YoloList {
    /** Where Python's {@code splitlines} breaks a line. */
    private static final String LINE_BREAKS = "\n\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029";

    private YoloList() {}

    /**
     * Writes all of a subset, best image first. Does not close {@code out}.
     *
     * @param fileName the file name of an image, if it is known
     * @param root folder that the file names are in, not an empty text; absent for the folder of the list
     * @throws SubsetException if an image has no file name, or one that such a list cannot hold; nothing is written
     */
    public static void write(
            Subset subset, Function<String, Optional<String>> fileName, Optional<String> root, OutputStream out)
            throws IOException {
        List<String> paths = new ArrayList<>(subset.size());
        for (int rank = 1; rank <= subset.size(); rank++) {
            paths.add(path(subset.image(rank), fileName, root));
        }
        Writer text = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
        for (String path : paths) {
            text.write(path);
            text.write('\n');
        }
        text.flush();
    }

    private static String path(String image, Function<String, Optional<String>> fileName, Optional<String> root) {
        String name = fileName.apply(image)
                .orElseThrow(() -> new SubsetException("image " + Errors.quoted(image)
                        + " has no known file name, and a list for YOLO is made of them; name the annotation file that"
                        + " has it with --coco FILE, or send events with image.fileName"));
        if (name.isBlank() || !name.equals(name.strip()) || name.chars().anyMatch(c -> LINE_BREAKS.indexOf(c) >= 0)) {
            throw new SubsetException("image " + Errors.quoted(image) + " has the file name " + Errors.quoted(name)
                    + ", which a list of one path a line cannot hold; rename the file");
        }
        if (name.startsWith("/")) {
            return name;
        }
        String plain = name.startsWith("./") ? name.substring(2) : name;
        String folder = root.orElse(".");
        String path = folder + (folder.endsWith("/") ? "" : "/") + plain;
        if (path.startsWith("./") && path.indexOf("./", 1) >= 0) {
            // Ultralytics puts the folder of the list wherever it finds these two characters.
            throw new SubsetException(
                    "image " + Errors.quoted(image) + " has the path " + Errors.quoted(path)
                            + ", of which Ultralytics makes another; say where the images are with --image-root DIR, without \"./\"");
        }
        return path;
    }
}
