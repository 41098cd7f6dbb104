package dev.annorank.fuzz;

/** What Jazzer calls. */
public final class JazzerTarget {
    private static FuzzTarget target = FuzzTarget.EVENT;

    private JazzerTarget() {}

    /**
     * Called once.
     *
     * @param arguments the name of the target
     */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.valueOf(arguments[0]);
    }

    /** Called for each input. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        target.accept(bytes);
    }
}
