package dev.annorank.broker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** The files in which an embedded broker keeps a partition. */
public final class BrokerLog {
    private BrokerLog() {}

    /** Damages the last batch of a partition; the second time mends it. */
    public static void flipLastBit(Path brokerFolder, TopicPartition partition) throws IOException {
        Path log;
        try (Stream<Path> all = Files.walk(brokerFolder)) {
            log = all.filter(file -> file.endsWith(Path.of(partition.toString(), "00000000000000000000.log")))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(file.length() - 2);
            int last = file.read();
            file.seek(file.length() - 2);
            file.write(last ^ 1);
        }
    }
}
