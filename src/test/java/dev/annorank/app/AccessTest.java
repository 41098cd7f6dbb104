package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.annorank.Docs;
import dev.annorank.broker.SecureBroker;
import dev.annorank.broker.SecureBroker.Listener;
import dev.annorank.config.Settings;
import dev.annorank.config.SettingsBuilder;
import dev.annorank.model.UserException;
import dev.annorank.view.ViewState.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ACLs that the docs list, tried: with them all goes, without one of them the message names it. */
class AccessTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Pattern LINE = Pattern.compile(
            "kafka-acls .* --allow-principal User:(\\w+) ((?:--operation \\w+ )+)--(topic|group|transactional-id) (\\S+)"
                    + "( --resource-pattern-type prefixed)?");

    private static final Set<AclOperation> NEEDED_AT_WORK =
            Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);

    @TempDir
    private static Path folder;

    private static SecureBroker broker;
    private static Admin admin;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start(folder.resolve("broker"), List.of("worker", "producer", "reader"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.servers(Listener.PLAIN)));
        file = Files.writeString(
                folder.resolve("file.json"),
                "{\"images\":[{\"id\":1,\"width\":10,\"height\":10}],\"categories\":[{\"id\":1,\"name\":\"c\"}],"
                        + "\"annotations\":[{\"id\":1,\"image_id\":1,\"category_id\":1,\"segmentation\":[[1,1,9,1,9,9]]}]}");
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    /** What the docs say, for the prefix and the application id that it names. */
    private static List<AclBinding> listed() {
        List<AclBinding> acls = new ArrayList<>();
        for (String line : Docs.text().split("\n", -1)) {
            Matcher acl = LINE.matcher(line.strip());
            if (!acl.matches()) {
                continue;
            }
            ResourceType type = ResourceType.fromString(acl.group(3).replace('-', '_'));
            PatternType pattern = acl.group(5) == null ? PatternType.LITERAL : PatternType.PREFIXED;
            for (String operation :
                    acl.group(2).strip().replace("--operation ", "").split(" ", -1)) {
                acls.add(new AclBinding(
                        new ResourcePattern(type, acl.group(4), pattern),
                        new AccessControlEntry(
                                "User:" + acl.group(1),
                                "*",
                                AclOperation.fromString(operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_")),
                                AclPermissionType.ALLOW)));
            }
        }
        return acls;
    }

    private static void allow(Collection<AclBinding> acls) throws Exception {
        admin.createAcls(acls).all().get(30, TimeUnit.SECONDS);
    }

    private static void forbid(AclBinding acl) throws Exception {
        admin.deleteAcls(List.of(acl.toFilter())).all().get(30, TimeUnit.SECONDS);
    }

    private static SettingsBuilder settings(String user, Path dir) {
        return TestNode.settings(dir)
                .set("bootstrap.servers", broker.servers(Listener.SASL))
                .set("security.protocol", "SASL_PLAINTEXT")
                .set("sasl.mechanism", "PLAIN")
                .set("sasl.jaas.config", SecureBroker.login(user))
                .set("replication.factor", "1")
                .set("num.stream.threads", "1");
    }

    private static CommandRun run(String user, Object... words) {
        List<Object> args = new ArrayList<>(List.of(words));
        for (String setting : List.of(
                "bootstrap.servers=" + broker.servers(Listener.SASL),
                "security.protocol=SASL_PLAINTEXT",
                "sasl.mechanism=PLAIN",
                "sasl.jaas.config=" + SecureBroker.login(user))) {
            args.add("--set");
            args.add(setting);
        }
        return CommandRun.of(args.toArray());
    }

    private static CommandRun load() {
        return run("producer", "load", file, "--dataset", "d");
    }

    private static CommandRun export() {
        return run("reader", "export", "--dataset", "d", "--prune-rate", "0");
    }

    @Test
    void shouldWorkWithTheListedAcls_andNameEachThatIsMissing() throws Exception {
        List<AclBinding> acls = listed();
        assertThat(acls).hasSizeGreaterThan(5);
        allow(acls);
        try (Node node = Node.start(settings("worker", folder.resolve("worker")), false)) {
            await().atMost(SOON).until(node::isReady);
            CommandRun loaded = load();
            assertThat(loaded.code()).as("%s", loaded).isZero();
            await().atMost(SOON).until(() -> export().out().equals("1\n"));
            requireView();
            assertThat(run("reader", "load", file).err())
                    .contains("Kafka does not let user reader do this: it needs Write on ")
                    .contains("topic annorank.annotations");
            for (AclBinding acl : of(acls, "producer")) {
                forbid(acl);
                requireNamed(acl, load());
                allow(List.of(acl));
            }
            for (AclBinding acl : of(acls, "reader")) {
                forbid(acl);
                requireNamed(acl, export());
                allow(List.of(acl));
            }
        }
        for (AclBinding acl : of(acls, "worker")) {
            forbid(acl);
            requireWorkerNames(acl);
            allow(List.of(acl));
        }
    }

    private static void requireView() throws Exception {
        Settings settings = settings("reader", folder.resolve("view")).build();
        try (Watcher watcher = new Watcher(settings, "d", Optional.empty())) {
            await().atMost(SOON).until(() -> watcher.view().state().phase() == Phase.LIVE);
        }
    }

    private static List<AclBinding> of(List<AclBinding> acls, String user) {
        return acls.stream()
                .filter(acl -> acl.entry().principal().equals("User:" + user))
                .toList();
    }

    private static void requireNamed(AclBinding acl, CommandRun run) {
        assertThat(run.code()).as("%s: %s", acl, run).isEqualTo(1);
        assertThat(run.err())
                .as("%s", acl)
                .contains("Kafka does not let user ", acl.pattern().name())
                .doesNotContain("\tat ", "null");
    }

    /** It refuses to start, or stops, and says why in a line; what it needs only for new topics it may not miss. */
    private static void requireWorkerNames(AclBinding acl) throws Exception {
        String said;
        try (LogLines lines = new LogLines(Worker.class);
                Node node = Node.start(settings("worker", folder.resolve("worker")), false)) {
            // What may not be written shows when there is something to write.
            await().atMost(SOON).until(() -> !lines.complaints().isEmpty() || node.isReady());
            load();
            boolean isNeeded = NEEDED_AT_WORK.contains(acl.entry().operation());
            await().atMost(SOON).until(() -> !isNeeded || !lines.complaints().isEmpty());
            said = String.join("\n", lines.complaints());
            assertThat(lines.hasStackTrace()).isFalse();
        } catch (UserException e) {
            said = String.valueOf(e.getMessage());
        }
        if (NEEDED_AT_WORK.contains(acl.entry().operation())) {
            assertThat(said)
                    .as("%s", acl)
                    .contains("Kafka does not let user worker ", acl.pattern().name());
        }
    }
}
