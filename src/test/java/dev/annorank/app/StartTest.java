package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.config.SettingsBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest {
    @TempDir
    private Path folder;

    private SettingsBuilder settings() {
        return TestNode.settings(folder).set("bootstrap.servers", "127.0.0.1:1");
    }

    @Test
    void shouldKeepTheDataFolderToOneProcess_untilItStops() throws Exception {
        String message = "folder " + folder.toAbsolutePath()
                + " is in use by another annorank (serve or view); stop that one, or choose another folder with --data";
        try (ViewNode first = ViewNode.start(settings().build())) {
            assertThatThrownBy(() -> ViewNode.start(settings().build())).hasMessage(message);
            assertThatThrownBy(() -> Node.start(settings(), true)).hasMessage(message);
            assertThat(folder.resolve("view")).as("of the first").isNotEmptyDirectory();
            assertThat(first.address()).isNotBlank();
        }
        ViewNode.start(settings().build()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "view"})
    void shouldSaySoWithoutAStackTrace_whenThePortIsTaken(String command) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = CommandRun.of(command, "--data", folder, "--port", taken.getLocalPort());
            assertThat(run.code()).as(run.toString()).isEqualTo(1);
            assertThat(run.err())
                    .contains("cannot listen on http://127.0.0.1:" + taken.getLocalPort())
                    .contains("--port")
                    .doesNotContain("defect")
                    .doesNotContain("\tat ");
        }
    }
}
