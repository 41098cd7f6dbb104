package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

class JettySetupTest {
    @Test
    void shouldUseBufferOnce_whenConnectionGaveItBack() {
        ByteBufferPool buffers = JettySetup.connector(new Server(), new HttpConfiguration(), HttpOptions.local())
                .getByteBufferPool();

        ByteBuffer first = use(buffers);

        assertThat(use(buffers)).isNotSameAs(first);
    }

    private static ByteBuffer use(ByteBufferPool buffers) {
        RetainableByteBuffer buffer = buffers.acquire(8192, false);
        ByteBuffer bytes = buffer.getByteBuffer();
        buffer.release();
        return bytes;
    }
}
