package dev.annorank.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports of 127.0.0.1 to listen on. */
final class Ports {
    static final String HOST = "127.0.0.1";

    private Ports() {}

    /** Throws {@link BrokerException} if somebody listens on the port already, or it may not be used. */
    static void requireFree(int port) {
        try (ServerSocket socket = bind(port)) {
            // That it could be bound is the answer.
            socket.getLocalPort();
        } catch (BindException e) {
            throw new BrokerException(
                    "port " + port + " of " + HOST + " cannot be used (" + e.getMessage()
                            + "); stop whoever listens there, or choose another port",
                    e);
        } catch (IOException e) {
            throw new BrokerException("port " + port + " of " + HOST + " cannot be used: " + e, e);
        }
    }

    /** Different ports that nobody listens on at this moment. */
    static int[] free(int count) {
        List<ServerSocket> open = new ArrayList<>();
        int[] ports = new int[count];
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = bind(0);
                open.add(socket);
                ports[i] = socket.getLocalPort();
            }
            return ports;
        } catch (IOException e) {
            throw new BrokerException("no free port of " + HOST + ": " + e, e);
        } finally {
            // Closed only now, so that no port is found twice.
            open.forEach(Ports::close);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new BrokerException("cannot close port " + socket.getLocalPort() + ": " + e, e);
        }
    }
}
