package dev.annorank.app;

import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that listens for HTTP. */
final class HttpOptionsMixin {
    @Option(names = "--host", paramLabel = "HOST", description = "HTTP address. Default: 127.0.0.1.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "HTTP port. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "File with the secret that writes must show; needed where others can reach --host.",
                "Or set the environment variable ANNORANK_HTTP_TOKEN."
            })
    private @Nullable Path tokenFile;

    /**
     * Adds what was given.
     *
     * @throws UsageException if the token's file is empty
     */
    void apply(SettingsBuilder builder) throws IOException {
        SettingsOptions.flag(builder, "--host", "http.host", host);
        SettingsOptions.flag(builder, "--port", "http.port", port);
        if (tokenFile != null) {
            String token = Files.readString(tokenFile).strip();
            if (token.isEmpty()) {
                throw new UsageException("the token file " + tokenFile + " is empty");
            }
            builder.set("http.token", token);
        }
    }
}
