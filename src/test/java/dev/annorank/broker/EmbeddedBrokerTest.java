package dev.annorank.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private final Path folder;

    EmbeddedBrokerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldKeepDataAndIdentity_whenStartedAgainOnAnotherPort() throws Exception {
        String cluster;
        int firstPort;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            firstPort = broker.port();
            Records.create(broker.bootstrapServers(), "t");
            Records.send(broker.bootstrapServers(), "t", "one", "two");
            assertThat(Records.read(broker.bootstrapServers(), "t")).containsExactly("one", "two");
            cluster = Records.clusterId(broker.bootstrapServers());
        }
        int other = Ports.free(1)[0];
        assertThat(other).isNotEqualTo(firstPort);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, other)) {
            assertThat(broker.port()).isEqualTo(other);
            assertThat(Records.clusterId(broker.bootstrapServers())).isEqualTo(cluster);
            Records.send(broker.bootstrapServers(), "t", "three");
            assertThat(Records.read(broker.bootstrapServers(), "t")).containsExactly("one", "two", "three");
        }
    }

    @Test
    void shouldRefuseASecondBroker_whenTheFolderOrThePortIsTaken(@TempDir Path elsewhere) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by another embedded broker");
            assertThatThrownBy(() -> EmbeddedBroker.start(elsewhere, broker.port()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + broker.port())
                    .hasMessageContaining("choose another port");
            assertThat(Records.clusterId(broker.bootstrapServers())).isNotEmpty();
            assertOnlyLocal(broker.port());
        }
        // Neither refusal left the folder locked.
        EmbeddedBroker.start(elsewhere, 0).close();
    }

    private static void assertOnlyLocal(int port) throws IOException {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(address, port).close())
                            .as("nobody listens on %s", address)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void shouldNameThePort_whenAnotherProgramListensThere() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, other.getLocalPort()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " of 127.0.0.1 cannot be used");
        }
    }

    @Test
    void shouldNameTheFolder_whenItsPathHasAComma() {
        Path named = folder.resolve("d7,x").resolve("broker");
        assertThatThrownBy(() -> EmbeddedBroker.start(named, 0))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(named.toAbsolutePath() + " has a comma in its path");
        assertThat(named).doesNotExist();
    }

    @Test
    void shouldNameTheFolder_whenItCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> EmbeddedBroker.start(file, 0))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void shouldRefuseThePort_whenItIsNone() {
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }
}
