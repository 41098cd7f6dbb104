package dev.annorank.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * What a command did when run in this process. Takes over standard output and error meanwhile, so one at a time.
 *
 * @param code exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int code, String out, String err) {
    static CommandRun of(Object... args) {
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream newOut = new ByteArrayOutputStream();
        ByteArrayOutputStream newErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(newOut, true, UTF_8));
        System.setErr(new PrintStream(newErr, true, UTF_8));
        try {
            int code = Main.run(texts);
            System.out.flush();
            System.err.flush();
            return new CommandRun(code, newOut.toString(UTF_8), newErr.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Override
    public String toString() {
        return "exit code " + code + "\n--- out\n" + shown(out) + "\n--- err\n" + shown(err);
    }

    private static String shown(String text) {
        return text.length() > 4000 ? text.substring(0, 4000) + "..." : text;
    }
}
