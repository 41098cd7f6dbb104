package dev.annorank.app;

/** Whether a person looks at an output stream. The launcher knows, Java 17 does not. */
final class Terminal {
    private Terminal() {}

    static boolean isStandardError() {
        return Boolean.getBoolean("annorank.stderr.terminal");
    }
}
