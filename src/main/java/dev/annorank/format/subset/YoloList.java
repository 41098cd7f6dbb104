package dev.annorank.format.subset;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.format.Examples;
import dev.annorank.json.Errors;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The list of image paths that Ultralytics reads as {@code train:} of a dataset: one path a line, in a .txt file. A path
 * that starts with {@code ./} is taken from the folder of the list, any other from where the trainer runs; the labels are
 * looked for beside the images, {@code images} in the path replaced by {@code labels}.
 *
 * <p>Of a path of Windows ({@code C:\data\a.jpg}, {@code img\a.jpg}) and of an address ({@code s3://bucket/a.jpg}) the last
 * part is taken: such folders are those of another machine.
 */
public final class YoloList {
    /** Where Python's {@code splitlines} breaks a line. */
    private static final String LINE_BREAKS = "\n\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029";

    /** A backslash anywhere, a drive, or the scheme of an address. */
    private static final Pattern FOREIGN =
            Pattern.compile(".*\\\\.*|[A-Za-z]:/.*|[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private final List<String> paths = new ArrayList<>();
    private final Examples nameless = new Examples();
    private final Examples foreign = new Examples();
    private final Examples repeated = new Examples();

    private YoloList() {}

    /**
     * The paths of all of a subset, best image first.
     *
     * @param fileName the file name of an image, if it is known
     * @param root folder that the file names are in, not an empty text; absent for the folder of the list
     * @throws SubsetException if an image has a file name that such a list cannot hold
     */
    public static YoloList of(Subset subset, Function<String, Optional<String>> fileName, Optional<String> root) {
        YoloList list = new YoloList();
        Map<String, String> imageByPath = new HashMap<>();
        for (int rank = 1; rank <= subset.size(); rank++) {
            String image = subset.image(rank);
            Optional<String> name = fileName.apply(image);
            if (name.isEmpty()) {
                list.nameless.add(Errors.quoted(image));
                continue;
            }
            String path = list.path(image, name.get(), root.orElse("."));
            list.paths.add(path);
            String other = imageByPath.putIfAbsent(path, image);
            if (other != null) {
                list.repeated.add(Errors.shown(path, 100) + " (images " + other + " and " + image + ")");
            }
        }
        return list;
    }

    /** How many images it names. */
    public int size() {
        return paths.size();
    }

    /** Images without a file name, which the list leaves out. */
    public Examples nameless() {
        return nameless;
    }

    /** Paths of Windows and addresses of which the last part was taken, with their images. */
    public Examples foreign() {
        return foreign;
    }

    /** Paths that stand in the list for more than one image. */
    public Examples repeated() {
        return repeated;
    }

    /** Writes a path a line. Does not close {@code out}. */
    public void write(OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
        for (String path : paths) {
            text.write(path);
            text.write('\n');
        }
        text.flush();
    }

    private String path(String image, String given, String folder) {
        String name = given;
        if (FOREIGN.matcher(name).matches()) {
            foreign.add(Errors.shown(name, 100) + " (image " + image + ")");
            name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        }
        if (name.isBlank() || !name.equals(name.strip()) || name.chars().anyMatch(c -> LINE_BREAKS.indexOf(c) >= 0)) {
            throw new SubsetException("image " + Errors.quoted(image) + " has the file name " + Errors.quoted(given)
                    + ", which a list of one path a line cannot hold; rename the file");
        }
        if (name.startsWith("/")) {
            return name;
        }
        String plain = name.startsWith("./") ? name.substring(2) : name;
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
