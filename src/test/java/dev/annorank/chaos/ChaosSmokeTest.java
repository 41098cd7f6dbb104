package dev.annorank.chaos;

import org.junit.jupiter.api.Test;

/** The short form of the fault harness that every build runs. */
class ChaosSmokeTest {
    @Test
    void shouldRankAsBatchDoes_whenTheOnlyWorkerIsKilled() throws Exception {
        ChaosSettings settings = ChaosSettings.ofSystemProperties().withEvents(3_000, 150);
        ChaosRun.run("smoke", settings, run -> {
            run.begin(1);
            run.pass(1_000, 3_000);
            run.fault("kill -9 worker-1");
            run.cluster().killWorker("worker-1");
            run.cluster().startWorker("worker-1");
            run.awaitRecovery();
        });
    }
}
