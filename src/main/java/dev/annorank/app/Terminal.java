package dev.annorank.app;

/** Whether a person is at the other end of a stream. The launcher knows, Java 17 does not. */
final class Terminal {
    private Terminal() {}

    static boolean isStandardInput() {
        return Boolean.getBoolean("annorank.stdin.terminal");
    }

    static boolean isStandardError() {
        return Boolean.getBoolean("annorank.stderr.terminal");
    }
}
