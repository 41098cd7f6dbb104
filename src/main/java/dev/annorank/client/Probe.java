package dev.annorank.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Finds out what is spoken at a port. Kafka's own clients say no more than that there was no answer when they speak in the
 * clear to a port for TLS or for logins, or the other way round. Nothing secret is sent, so any certificate will do.
 */
final class Probe {
    static final int CONNECT_MS = 2_000;
    private static final int ANSWER_MS = 2_000;
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final short SASL_HANDSHAKE = 17;
    private static final short API_VERSIONS = 18;
    /** To be asked for a login where there is none. */
    private static final short ILLEGAL_SASL_STATE = 34;

    private static final byte[] HTTP = "HTTP/".getBytes(US_ASCII);

    private final InetSocketAddress address;

    Probe(InetSocketAddress address) {
        this.address = address;
    }

    /** What answered. */
    enum Language {
        KAFKA,
        HTTP,
        /** TLS, and in it nothing that can be understood without a certificate of one's own. */
        TLS,
        /** Nothing, or nothing that is known. */
        UNKNOWN
    }

    /**
     * What is spoken.
     *
     * @param mechanisms of logins, if Kafka asks for one; else empty
     */
    record Found(Language language, boolean isTls, List<String> mechanisms) {
        static final Found HTTP = new Found(Language.HTTP, false, List.of());
    }

    /** Whether a question in Kafka's own language is answered in HTTP, in the clear. */
    boolean isHttp() {
        try (Socket socket = connect()) {
            ask(socket);
            return false;
        } catch (HttpException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Found find() {
        try (Socket socket = connect()) {
            Optional<List<String>> mechanisms = ask(socket);
            if (mechanisms.isPresent()) {
                return new Found(Language.KAFKA, false, mechanisms.get());
            }
        } catch (HttpException e) {
            return new Found(Language.HTTP, false, List.of());
        } catch (IOException e) {
            // Not in the clear, then.
        }
        return findTls().or(this::findHttp).orElse(new Found(Language.UNKNOWN, false, List.of()));
    }

    private Optional<Found> findTls() {
        try (Socket plain = connect();
                SSLSocket socket = (SSLSocket) trusting()
                        .getSocketFactory()
                        .createSocket(plain, address.getHostString(), address.getPort(), true)) {
            socket.startHandshake();
            return Optional.of(findInside(socket));
        } catch (SSLException e) {
            boolean isAlert = String.valueOf(e.getMessage()).contains("fatal alert");
            return isAlert ? Optional.of(new Found(Language.TLS, true, List.of())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Found findInside(SSLSocket socket) {
        try {
            return ask(socket)
                    .map(mechanisms -> new Found(Language.KAFKA, true, mechanisms))
                    .orElse(new Found(Language.TLS, true, List.of()));
        } catch (HttpException e) {
            return new Found(Language.HTTP, true, List.of());
        } catch (IOException e) {
            return new Found(Language.TLS, true, List.of());
        }
    }

    private Optional<Found> findHttp() {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(HTTP.length);
            return java.util.Arrays.equals(start, HTTP)
                    ? Optional.of(new Found(Language.HTTP, false, List.of()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, CONNECT_MS);
            socket.setSoTimeout(ANSWER_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The mechanisms of Kafka's logins, none where it asks for no login; empty if that is not Kafka. */
    private static Optional<List<String>> ask(Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        request(out, API_VERSIONS, 0, "");
        byte[] versions = response(in);
        if (versions.length < 6) {
            return Optional.empty();
        }
        request(out, SASL_HANDSHAKE, 1, "?");
        byte[] handshake = response(in);
        return handshake.length < 6 ? Optional.empty() : Optional.of(mechanisms(handshake));
    }

    /** A request with one text, or none, as its body; see Kafka's protocol guide. */
    private static void request(DataOutputStream out, short key, int version, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        boolean hasBody = body.length > 0;
        out.writeInt(2 + 2 + 4 + 2 + (hasBody ? 2 + body.length : 0));
        out.writeShort(key);
        out.writeShort(version);
        out.writeInt(key);
        // No client id.
        out.writeShort(-1);
        if (hasBody) {
            out.writeShort(body.length);
            out.write(body);
        }
        out.flush();
    }

    /** The answer without its length: the number of the request, an error code, the rest. */
    private static byte[] response(DataInputStream in) throws IOException {
        byte[] length = in.readNBytes(4);
        if (length.length < 4) {
            throw new EOFException();
        }
        if (length[0] == 'H' && length[1] == 'T' && length[2] == 'T' && length[3] == 'P') {
            throw new HttpException();
        }
        int bytes = java.nio.ByteBuffer.wrap(length).getInt();
        return bytes < 6 || bytes > MAX_ANSWER_BYTES ? new byte[0] : in.readNBytes(bytes);
    }

    private static List<String> mechanisms(byte[] handshake) {
        java.nio.ByteBuffer body = java.nio.ByteBuffer.wrap(handshake);
        body.getInt();
        List<String> mechanisms = new ArrayList<>();
        if (body.getShort() == ILLEGAL_SASL_STATE || body.remaining() < 4) {
            return mechanisms;
        }
        for (int left = body.getInt(); left > 0 && body.remaining() >= 2; left--) {
            byte[] name = new byte[Math.min(Math.max(0, body.getShort()), body.remaining())];
            body.get(name);
            mechanisms.add(new String(name, UTF_8));
        }
        return mechanisms;
    }

    private static final class HttpException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static SSLContext trusting() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
