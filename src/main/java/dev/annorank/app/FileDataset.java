package dev.annorank.app;

import dev.annorank.model.Ids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a dataset after its annotation file, for those who give it none: {@code street.json} is {@code street}. A name
 * that any dataset's file may have says nothing, so the folder's is taken, or that of the next folder above; what says which
 * split it is stays, since splits may number their images alike: {@code street/annotations/instances_train2017.json} is
 * {@code street-train2017}.
 */
final class FileDataset {
    private static final int MAX_LENGTH = 100;
    private static final int MAX_SPLIT_LENGTH = 40;
    /** Folders that are looked at from the file upwards; further up, names are of machines and users. */
    private static final int MAX_FOLDERS = 3;

    private static final Pattern SUFFIX =
            Pattern.compile("\\.(gz|json|coco|lvis)$", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9._-]");
    private static final Pattern ENDS = Pattern.compile("^[-._]+|[-._]+$");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NUMBER_BEHIND = Pattern.compile("\\p{N}+$");

    private static final Set<String> GENERIC = Set.of(
            "",
            "annotation",
            "annotations",
            "data",
            "dataset",
            "default",
            "export",
            "exported",
            "gt",
            "images",
            "instance",
            "instances",
            "json",
            "label",
            "labels",
            "output",
            "project",
            "result",
            "results",
            "segmentation",
            "segmentations");

    /** What files are often called, and folders only if they hold that dataset. */
    private static final Set<String> FORMATS = Set.of("coco", "lvis");

    private static final Set<String> SPLITS =
            Set.of("train", "training", "trainval", "val", "valid", "validation", "test", "testing", "dev", "all");

    private FileDataset() {}

    /** A name that a dataset may have; {@link Ids#DEFAULT_DATASET} where neither file nor folders say anything. */
    static String of(Path file) {
        Path place = file.toAbsolutePath().normalize();
        String name = withoutSuffix(nameOf(place));
        String split = "";
        Path folder = place.getParent();
        boolean isGeneric = isGeneric(name, FORMATS);
        for (int i = 0; isGeneric && i <= MAX_FOLDERS; i++) {
            split = split(name) + split;
            name = i == MAX_FOLDERS || folder == null ? "" : nameOf(folder);
            folder = folder == null ? null : folder.getParent();
            isGeneric = isGeneric(name, Set.of());
        }
        String usable = usable(name);
        if (usable.isEmpty()) {
            // No folder says anything: what the file is called is better than nothing.
            usable = usable(withoutSuffix(nameOf(place)));
            split = "";
        }
        String end = first(split, MAX_SPLIT_LENGTH);
        String all = first(usable, MAX_LENGTH - end.length()) + end;
        return all.isEmpty() ? Ids.DEFAULT_DATASET : Ids.requireDataset(all);
    }

    /** The same, said on standard error; {@link Ids#DEFAULT_DATASET} for standard input. */
    static String choose(Path file) {
        boolean isNameless = InputFile.isStandardInput(file);
        String dataset = isNameless ? Ids.DEFAULT_DATASET : of(file);
        System.err.println("annorank: dataset " + dataset
                + (isNameless ? ", since standard input has no name" : ", named after " + file)
                + "; --dataset NAME names another");
        return dataset;
    }

    private static String first(String text, int max) {
        return text.length() > max ? text.substring(0, max) : text;
    }

    private static String nameOf(Path path) {
        Path last = path.getFileName();
        return last == null ? "" : last.toString();
    }

    private static String withoutSuffix(String name) {
        String shorter = SUFFIX.matcher(name).replaceFirst("");
        return shorter.equals(name) ? name : withoutSuffix(shorter);
    }

    /** Whether a name has nothing that one dataset has and others have not, or nothing that a dataset's name may hold. */
    private static boolean isGeneric(String name, Set<String> more) {
        return usable(name).isEmpty()
                || words(name).stream()
                        .allMatch(word -> GENERIC.contains(word) || SPLITS.contains(word) || more.contains(word));
    }

    /** Lower-case words without the numbers behind them. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN_WORDS.split(name.toLowerCase(Locale.ROOT), -1)) {
            words.add(NUMBER_BEHIND.matcher(word).replaceFirst(""));
        }
        return words;
    }

    /** The words of a name that say which split it is, each behind a hyphen. */
    private static String split(String name) {
        StringBuilder split = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(name, -1)) {
            if (SPLITS.contains(words(word).get(0))) {
                split.append('-').append(usable(word));
            }
        }
        return split.toString();
    }

    /** As a dataset may be called; empty where no letter or digit is left. */
    private static String usable(String name) {
        return ENDS.matcher(OTHERS.matcher(name).replaceAll("-")).replaceAll("");
    }
}
