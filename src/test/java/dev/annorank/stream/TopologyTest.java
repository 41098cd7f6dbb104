package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the topology with its usual settings, anew for each method. */
abstract class TopologyTest {
    @TempDir
    Path stateDir;

    TopologyHarness topology;

    @BeforeEach
    void start() {
        topology = new TopologyHarness(stateDir);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
