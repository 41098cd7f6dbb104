package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several workers of one application id on one broker. */
class SharedWorkTest {
    @TempDir
    private Path folder;

    @Test
    void shouldEndWithTheSameRanking_whenASecondWorkerComesAndGoes() throws Exception {
        LabeledLoad load = new LabeledLoad(41, "d");
        try (Node first = TestNode.start(TestNode.settings(folder.resolve("first")), true);
                Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()));
                PublicReader reader = new PublicReader(first.bootstrapServers())) {
            load.send(first.bootstrapServers(), 400);
            try (Node second = TestNode.start(
                    TestNode.settings(folder.resolve("second")).set("bootstrap.servers", first.bootstrapServers()),
                    false)) {
                load.send(first.bootstrapServers(), 400);
                await("both have work")
                        .atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(partitionsByWorker(admin))
                                .hasSize(2)
                                .allSatisfy((worker, partitions) ->
                                        assertThat(partitions).isPositive()));
                TestNode.awaitReady(second);
                load.send(first.bootstrapServers(), 600);
                load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
                load.send(first.bootstrapServers(), 400);
                // Not waited for: what the second has begun, the first must finish.
            }
            load.send(first.bootstrapServers(), 200);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            assertThat(partitionsByWorker(admin)).hasSize(1);
        }
    }

    /** How many partitions each process reads of the group. */
    private static Map<String, Integer> partitionsByWorker(Admin admin)
            throws InterruptedException, ExecutionException {
        Map<String, Integer> partitions = new HashMap<>();
        for (MemberDescription member : admin.describeConsumerGroups(List.of("annorank"))
                .all()
                .get()
                .get("annorank")
                .members()) {
            String worker = member.clientId().replaceFirst("-StreamThread-.*", "");
            partitions.merge(worker, member.assignment().topicPartitions().size(), Integer::sum);
        }
        return partitions;
    }
}
