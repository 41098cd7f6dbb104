package dev.annorank.app;

import dev.annorank.model.UsageException;
import dev.annorank.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** The user's word for what cannot be taken back, after it was said on standard error. */
final class Confirmation {
    private Confirmation() {}

    /**
     * Whether the user wants it.
     *
     * @param yes whether the command line says so already
     * @throws UsageException if it does not and nobody is there to be asked
     */
    static boolean isGiven(boolean yes) throws IOException {
        if (yes) {
            return true;
        }
        if (!Terminal.isStandardInput()) {
            throw new UsageException("say --yes; nobody is there to be asked");
        }
        System.err.print("Type yes to go on: ");
        System.err.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().equals("yes");
    }
}
