package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is stopped in the middle of its work goes on where it was. */
class RestartTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGoOn_whenStoppedInTheMiddleAndStartedAgainWithOtherPruneRates() throws Exception {
        LabeledLoad load = new LabeledLoad(31, "d");
        try (Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), 600);
            reader.readUntil("a first epoch", () -> !reader.epochs("d").isEmpty());
            load.send(node.bootstrapServers(), 900);
            // Not waited for: what is under way now must be done by whoever comes next.
        }
        long epochsBefore;
        try (Node node = TestNode.start(TestNode.settings(folder), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            load.send(node.bootstrapServers(), 500);
            load.requirePublished(reader, 0.2, 0.3, 0.4, 0.5);
            epochsBefore = reader.epochs("d").size();
        }
        try (Node node = TestNode.start(TestNode.settings(folder).set("prune.rates", "0.1,0.65"), true);
                PublicReader reader = new PublicReader(node.bootstrapServers())) {
            reader.readUntil(
                    "an epoch without any event", () -> reader.epochs("d").size() > epochsBefore);
            load.requirePublished(reader, 0.1, 0.65);
            assertThat(reader.epochs("d").get((int) epochsBefore).events().total())
                    .isZero();
            assertThat(reader.epochs("d").get((int) epochsBefore).prune()).containsOnlyKeys("0.1", "0.65");
        }
    }
}
