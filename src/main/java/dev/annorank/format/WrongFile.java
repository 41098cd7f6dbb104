package dev.annorank.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file is that people give in place of an annotation file, recognised by its first bytes, and what to do then. */
public final class WrongFile {
    /** So many bytes are enough. */
    public static final int HEAD_BYTES = 256;

    private static final String NOT_UTF8 =
            "is UTF-16 or UTF-32, not UTF-8; convert it, for example with: iconv -f UTF-16 -t UTF-8";

    private record Signature(String start, String message) {}

    private static final List<Signature> BINARY = List.of(
            new Signature("PK\3\4", "is a zip archive; unpack it and give the annotation file in it"),
            new Signature("\u001f\u008b", "is compressed twice with gzip; unpack it once"),
            new Signature("\u00ff\u00fe", NOT_UTF8),
            new Signature("\u00fe\u00ff", NOT_UTF8),
            new Signature("{\0", NOT_UTF8),
            new Signature("\0", NOT_UTF8),
            new Signature("BZh", "is compressed with bzip2; unpack it (plain and .gz files are read)"),
            new Signature("\u00fd7zXZ", "is compressed with xz; unpack it (plain and .gz files are read)"),
            new Signature("(\u00b5/\u00fd", "is compressed with zstd; unpack it (plain and .gz files are read)"),
            new Signature("7z\u00bc\u00af", "is a 7z archive; unpack it and give the annotation file in it"),
            new Signature("Rar!", "is a rar archive; unpack it and give the annotation file in it"),
            new Signature("PAR1", "is a Parquet file; export the annotations as COCO JSON"),
            new Signature("\u0089PNG", "is a PNG picture; give the annotation file, not an image"),
            new Signature("\u00ff\u00d8\u00ff", "is a JPEG picture; give the annotation file, not an image"));

    private static final List<Signature> TEXT = List.of(
            new Signature(
                    "version https://git-lfs",
                    "is a Git LFS pointer, not the file itself; fetch it with: git lfs pull"),
            new Signature(
                    "<!doctype html",
                    "is a web page, perhaps of a server that wants a login or has an error; download the file again"),
            new Signature(
                    "<html",
                    "is a web page, perhaps of a server that wants a login or has an error; download the file again"),
            new Signature("<", "is XML; export the annotations as COCO JSON"));

    private WrongFile() {}

    /** What is said of a file that begins like this; null if nothing speaks against it. */
    public static @Nullable String describe(byte[] head) {
        String bytes = new String(head, ISO_8859_1);
        String binary = first(BINARY, bytes);
        return binary != null
                ? binary
                : first(TEXT, bytes.replace("\u00ef\u00bb\u00bf", "").strip());
    }

    private static @Nullable String first(List<Signature> signatures, String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        return signatures.stream()
                .filter(signature -> head.startsWith(signature.start()) || lower.startsWith(signature.start()))
                .map(Signature::message)
                .findFirst()
                .orElse(null);
    }
}
