package dev.annorank;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.annorank.app.Main;
import dev.annorank.model.HashSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The packages, what each may use, and what only some may touch. */
class ArchitectureTest {
    static final String ROOT = "dev.annorank.";
    private static final int LONGEST_FILE = 300;

    /** Which of the program's own packages each may use; {@code app} wires all of them. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("json", Set.of("model")),
            Map.entry("mask", Set.of("model")),
            Map.entry("score", Set.of("model", "mask")),
            Map.entry("ranking", Set.of("model", "score")),
            Map.entry("state", Set.of("model", "ranking")),
            Map.entry("topic", Set.of("model", "json")),
            Map.entry("stream", Set.of("model", "score", "ranking", "state", "topic")),
            Map.entry("broker", Set.of()),
            Map.entry("format", Set.of("model", "json")),
            Map.entry("format.coco", Set.of("model", "json", "format")),
            Map.entry("format.subset", Set.of("model", "json", "ranking", "format", "format.coco")),
            Map.entry("format.tool", Set.of("model", "json", "format")),
            Map.entry("client", Set.of()),
            Map.entry("view", Set.of("model", "files", "ranking", "topic", "client")),
            Map.entry("metrics", Set.of("model")),
            Map.entry(
                    "http",
                    Set.of(
                            "model",
                            "json",
                            "ranking",
                            "topic",
                            "format",
                            "format.subset",
                            "format.tool",
                            "view",
                            "intake",
                            "score",
                            "client")),
            Map.entry("config", Set.of("model", "score")),
            Map.entry("cluster", Set.of("model", "score", "topic", "files")),
            Map.entry("files", Set.of("model")),
            Map.entry("intake", Set.of("model", "score", "topic", "format", "client", "config")),
            Map.entry("terminal", Set.of("model", "ranking", "view")),
            Map.entry("demo", Set.of("model")),
            Map.entry("bench", Set.of("model", "files", "json", "ranking", "topic", "cluster", "config", "broker"))));

    static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void shouldKnowEveryPackage() {
        Set<String> packages = new TreeSet<>();
        MAIN.forEach(type -> packages.add(type.getPackageName()));
        Set<String> known = new TreeSet<>(Set.of(ROOT + "app"));
        MAY_USE.keySet().forEach(name -> known.add(ROOT + name));
        assertThat(packages).isEqualTo(known);
    }

    @Test
    void shouldDependDownwardsOnly() {
        List<String> wrong = new ArrayList<>();
        MAY_USE.forEach((name, others) -> {
            List<String> allowed = new ArrayList<>(List.of(ROOT + name));
            others.forEach(other -> allowed.add(ROOT + other));
            ArchRule rule = classes()
                    .that()
                    .resideInAPackage(ROOT + name)
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(new String[0]))
                            .or(DescribedPredicate.not(resideInAPackage("dev.annorank.."))));
            wrong.addAll(rule.evaluate(MAIN).getFailureReport().getDetails());
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void shouldKeepEachLibraryWhereItBelongs() {
        List<String> wrong = new ArrayList<>();
        wrong.addAll(outside(
                Set.of(
                        "topic", "stream", "client", "broker", "view", "cluster", "intake", "metrics", "http", "bench",
                        "app"),
                "org.apache.kafka..",
                "kafka.."));
        wrong.addAll(outside(Set.of("stream", "metrics", "bench", "app"), "org.apache.kafka.streams.."));
        wrong.addAll(outside(Set.of("mask"), "org.locationtech.."));
        wrong.addAll(outside(Set.of("stream", "view"), "org.rocksdb.."));
        wrong.addAll(outside(Set.of("metrics", "app"), "io.micrometer.."));
        wrong.addAll(outside(Set.of("http"), "io.javalin..", "jakarta.servlet..", "org.eclipse.jetty.."));
        wrong.addAll(outside(Set.of("app"), "picocli..", "me.tongfei.."));
        wrong.addAll(outside(
                Set.of(
                        "json",
                        "topic",
                        "cluster",
                        "format",
                        "format.coco",
                        "format.subset",
                        "format.tool",
                        "http",
                        "bench"),
                "com.fasterxml.."));
        assertThat(wrong).isEmpty();
    }

    private static List<String> outside(Set<String> packages, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages.stream().map(ROOT::concat).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .evaluate(MAIN)
                .getFailureReport()
                .getDetails();
    }

    @Test
    void shouldReadTheWallClockInAppOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "app")
                .should()
                .accessTargetWhere(target(
                        "reads the wall clock",
                        (owner, name, parameters) -> (owner.equals("java.lang.System")
                                        && name.equals("currentTimeMillis"))
                                || (owner.equals("java.time.Clock")
                                        && (name.startsWith("system") || name.startsWith("tick")))
                                || (owner.startsWith("java.time.") && name.equals("now") && parameters == 0)
                                || (owner.equals("java.util.Date") && name.equals("<init>") && parameters == 0)))
                .check(MAIN);
    }

    @Test
    void shouldDrawNoRandomNumberWithoutASeed_butForKeysOfHashes() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(HashSecret.class.getName())
                .should()
                .accessTargetWhere(target(
                        "draws from no seed",
                        (owner, name, parameters) ->
                                (Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom")
                                                        .contains(owner)
                                                && name.equals("<init>")
                                                && parameters == 0)
                                        || owner.equals("java.util.concurrent.ThreadLocalRandom")
                                        || (owner.equals("java.lang.Math") && name.equals("random"))
                                        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))))
                .check(MAIN);
    }

    @Test
    void shouldEndTheProcessInMainOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .accessTargetWhere(target(
                        "ends the process",
                        (owner, name, parameters) ->
                                Set.of("java.lang.System", "java.lang.Runtime").contains(owner) && name.equals("exit")))
                .check(MAIN);
    }

    /** Kafka's own fatal faults end the process, but say why first; so does a signal, once all is stopped. */
    @Test
    void shouldHaltTheProcessInTwoPlacesOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "broker.FatalErrors")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "app.Main")
                .should()
                .accessTargetWhere(target(
                        "halts the process",
                        (owner, name, parameters) -> owner.equals("java.lang.Runtime") && name.equals("halt")))
                .check(MAIN);
    }

    @Test
    void shouldSayOfEveryPackageWhatItIsFor() {
        Map<String, JavaPackage> packages = new TreeMap<>();
        MAIN.forEach(type -> packages.put(type.getPackageName(), type.getPackage()));
        packages.forEach((name, its) -> {
            assertThat(its.tryGetPackageInfo()).as("package-info of %s", name).isPresent();
            assertThat(its.isAnnotatedWith(NullMarked.class))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        });
    }

    @Test
    void shouldKeepEveryFileShort() throws IOException {
        Map<Path, Integer> tooLong = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > LONGEST_FILE) {
                    tooLong.put(file, lines);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** Decides by the owner's full name, the method's name and the number of its parameters. */
    private interface Call {
        boolean matches(String owner, String name, int parameters);
    }

    private static DescribedPredicate<JavaAccess<?>> target(String description, Call call) {
        return DescribedPredicate.describe(
                description,
                access -> access.getTarget() instanceof CodeUnitAccessTarget code
                        && call.matches(
                                owner(code.getOwner()),
                                code.getName(),
                                code.getRawParameterTypes().size()));
    }

    private static String owner(JavaClass type) {
        return type.getFullName();
    }
}
