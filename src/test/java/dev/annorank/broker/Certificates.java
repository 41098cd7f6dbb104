package dev.annorank.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Key stores, made by the JDK's keytool in a folder.
 *
 * @param keyStore of a broker at 127.0.0.1, whose certificate is its own authority
 * @param trustStore trusts that one and {@code otherHost}'s
 * @param otherHost of a broker that says to be elsewhere
 * @param stranger trusts another certificate than those, and has its key
 */
public record Certificates(Path keyStore, Path trustStore, Path otherHost, Path stranger) {
    /** Of all of them. */
    public static final String PASSWORD = "changeit";

    static Certificates make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Certificates all = new Certificates(
                folder.resolve("broker.p12"),
                folder.resolve("trust.p12"),
                folder.resolve("other.p12"),
                folder.resolve("stranger.p12"));
        pair(all.keyStore(), "broker", "ip:127.0.0.1,dns:localhost");
        pair(all.otherHost(), "other", "dns:kafka.example");
        pair(all.stranger(), "stranger", "dns:stranger.example");
        trust(all.keyStore(), "broker", all.trustStore());
        trust(all.otherHost(), "other", all.trustStore());
        return all;
    }

    private static void pair(Path store, String alias, String names) throws IOException, InterruptedException {
        keytool(
                store,
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=" + names);
    }

    private static void trust(Path from, String alias, Path store) throws IOException, InterruptedException {
        Path certificate = store.resolveSibling(alias + ".pem");
        keytool(from, "-exportcert", "-rfc", "-alias", alias, "-file", certificate.toString());
        keytool(store, "-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString());
    }

    private static void keytool(Path store, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }
}
