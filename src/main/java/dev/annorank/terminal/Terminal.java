package dev.annorank.terminal;

/** Whether a person is at the other end of a stream. The launcher knows, Java 17 does not. */
public final class Terminal {
    private Terminal() {}

    public static boolean isStandardInput() {
        return Boolean.getBoolean("annorank.stdin.terminal");
    }

    public static boolean isStandardError() {
        return Boolean.getBoolean("annorank.stderr.terminal");
    }
}
