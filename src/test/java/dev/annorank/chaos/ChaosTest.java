package dev.annorank.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every scenario of the fault harness; {@code mvn verify -Pchaos}. */
@Tag("chaos")
class ChaosTest {
    private final ChaosSettings settings = ChaosSettings.ofSystemProperties();

    @Test
    void shouldLoseNothing_whenWorkersAreKilled() throws Exception {
        ChaosRun.run("worker-kills", settings, run -> {
            run.begin(2);
            for (int kill = 0; kill < settings.kills(); kill++) {
                // Half of them while others are still taking over from the last.
                if (kill % 2 == 0) {
                    run.awaitRecovery();
                }
                run.pass(0, 5_000);
                String victim = any(run);
                run.fault("kill -9 " + victim);
                run.cluster().killWorker(victim);
                run.cluster().startWorker(victim);
            }
            run.awaitRecovery();
        });
    }

    @Test
    void shouldLoseNothing_whenTheBrokerIsKilled() throws Exception {
        ChaosRun.run("broker-kills", settings, run -> {
            run.begin(2);
            for (int kill = 0; kill < settings.brokerKills(); kill++) {
                run.pass(2_000, 8_000);
                run.fault("kill -9 broker");
                run.cluster().broker().kill();
                run.pass(0, 3_000);
                run.cluster().startBroker();
                if (kill % 2 == 0) {
                    run.awaitRecovery();
                }
            }
            run.awaitRecovery();
        });
    }

    @Test
    void shouldLoseNothing_whenBrokerAndWorkersAreKilledAtOnce() throws Exception {
        ChaosRun.run("all-killed", settings, run -> {
            run.begin(2);
            for (int kill = 0; kill < 3; kill++) {
                run.pass(2_000, 8_000);
                run.fault("kill -9 broker and workers");
                List<String> victims = run.cluster().workers();
                run.cluster().broker().kill();
                for (String victim : victims) {
                    run.cluster().killWorker(victim);
                }
                run.cluster().startBroker();
                victims.forEach(run.cluster()::startWorker);
                run.awaitRecovery();
            }
        });
    }

    @Test
    void shouldLoseNothing_whenWorkersJoinAndLeave() throws Exception {
        ChaosRun.run("join-leave", settings, run -> {
            run.begin(1);
            for (int change = 0; change < 14; change++) {
                run.pass(1_000, 8_000);
                List<String> away = new ArrayList<>(List.of("worker-1", "worker-2", "worker-3"));
                away.removeAll(run.cluster().workers());
                int running = 3 - away.size();
                if (running == 1 || (running == 2 && run.random().nextInt(2) == 0)) {
                    String newcomer = away.get(run.random().nextInt(away.size()));
                    run.fault("start " + newcomer);
                    run.cluster().startWorker(newcomer);
                } else {
                    String leaver = any(run);
                    boolean gracefully = run.random().nextInt(3) > 0;
                    run.fault((gracefully ? "stop " : "kill -9 ") + leaver);
                    if (gracefully) {
                        run.cluster().stopWorker(leaver);
                    } else {
                        run.cluster().killWorker(leaver);
                    }
                }
                if (change % 3 == 2) {
                    run.awaitRecovery();
                }
            }
            run.awaitRecovery();
        });
    }

    @Test
    void shouldNotBeHarmed_whenAWorkerWakesUpAsAZombie() throws Exception {
        ChaosRun.run("zombie", settings, run -> {
            run.begin(2);
            for (int sleep = 0; sleep < 4; sleep++) {
                run.pass(2_000, 6_000);
                String sleeper = run.cluster().workers().get(sleep % 2);
                run.fault("SIGSTOP " + sleeper);
                Child child = run.cluster().worker(sleeper);
                child.freeze();
                // Beyond its session, and every other time beyond its transaction too.
                run.pass(ChaosSettings.SESSION_TIMEOUT_MS + (sleep < 2 ? 2_000 : 9_000));
                run.fault("SIGCONT " + sleeper);
                child.thaw();
                run.awaitRecovery();
            }
        });
    }

    @Test
    void shouldGoOnByItself_whenTheBrokerIsAwayForAMinute() throws Exception {
        ChaosRun.run("broker-away", settings, run -> {
            run.begin(2);
            run.pass(3_000);
            run.fault("broker stopped for " + settings.awayMs() + " ms");
            run.cluster().broker().terminate();
            run.pass(settings.awayMs());
            run.fault("broker back");
            run.cluster().startBroker();
            run.awaitRecovery();
            assertThat(run.cluster().gaveUp()).as("workers that gave up").isZero();
        });
    }

    @Test
    void shouldGoOn_whenTheDiskOfAWorkerWasFull() throws Exception {
        assumeThat(SmallDisk.isAllowed()).as("may mount a tmpfs (needs root)").isTrue();
        ChaosRun.run("worker-disk-full", settings, run -> {
            SmallDisk disk = run.smallDisk(256);
            run.cluster().workerFolder(disk.folder());
            run.begin(1);
            run.pass(3_000);
            disk.fill();
            run.fault("disk of worker-1 full; kill -9 and start again");
            run.cluster().killWorker("worker-1");
            run.cluster().startWorker("worker-1");
            run.pass(20_000);
            run.fault("stop and start again on the full disk");
            run.cluster().stopWorker("worker-1");
            run.cluster().startWorker("worker-1");
            run.pass(10_000);
            assertThat(run.cluster().said("worker-1").contains("No space left on device"))
                    .as("the log says that the disk is full")
                    .isTrue();
            run.fault("room again");
            disk.makeRoom();
            run.awaitRecovery();
        });
    }

    @Test
    void shouldGoOn_whenTheDiskOfTheBrokerWasFull() throws Exception {
        assumeThat(SmallDisk.isAllowed()).as("may mount a tmpfs (needs root)").isTrue();
        ChaosRun.run("broker-disk-full", settings, run -> {
            SmallDisk disk = run.smallDisk(1024);
            run.cluster().brokerFolder(disk.folder());
            run.begin(2);
            run.pass(3_000);
            run.fault("disk of broker full");
            disk.fill();
            run.pass(10_000);
            assertThat(run.cluster().broker().isAlive()).as("broker alive").isFalse();
            String said = run.cluster().said("broker");
            assertThat(said.contains("No space left on device") && said.contains("check disk space"))
                    .as("the log says that the disk is full")
                    .isTrue();
            disk.makeRoom();
            run.fault("room again, broker started");
            run.cluster().startBroker();
            run.awaitRecovery();
        });
    }

    @Test
    void shouldKeepItsWordOfBeingReady_whenEventsTakeAllTheyCan() throws Exception {
        ChaosRun.run("resources", settings, run -> {
            run.cluster().workerHeapMib(settings.smallHeapMib());
            run.begin(1);
            Cluster cluster = run.cluster();
            try (ReadyOracle oracle = new ReadyOracle(() -> cluster.address("worker-1"), cluster.bootstrapServers());
                    Adversary adversary = new Adversary(settings.seed(), cluster.bootstrapServers())) {
                oracle.start();
                run.pass(5_000);
                run.fault("the adversary begins, heap " + settings.smallHeapMib() + " MiB");
                adversary.start();
                run.pass(settings.awayMs());
                run.fault("kill -9 worker-1");
                cluster.killWorker("worker-1");
                cluster.startWorker("worker-1");
                run.pass(settings.awayMs());
                adversary.close();
                run.fault("the adversary ends after " + adversary.sent() + " events");
                run.awaitRecovery();
                int kept = oracle.kept();
                // What the adversary sent is worked off first, and not ready until then: minutes on a busy machine.
                for (int i = 0; i < 1_200 && oracle.kept() <= kept + 3; i++) {
                    run.pass(500);
                }
                System.out.println("chaos:   ready: " + oracle.describe());
                assertThat(oracle.broken()).isEmpty();
                assertThat(oracle.kept())
                        .as("kept after the adversary, %s", oracle.describe())
                        .isGreaterThan(kept + 3);
            }
        });
    }

    private static String any(ChaosRun run) {
        List<String> workers = run.cluster().workers();
        return workers.get(run.random().nextInt(workers.size()));
    }
}
