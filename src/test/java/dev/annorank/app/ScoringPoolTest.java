package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annorank.format.AnnotationFileException;
import dev.annorank.format.ProblemHandler;
import dev.annorank.format.Progress;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.score.InstanceScorer;
import dev.annorank.score.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ScoringPoolTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHandOnTheSameInTheSameOrder_whateverTheNumberOfThreads(long seed) throws IOException {
        Path file = write(annotations(new Random(seed)), "]");
        List<String> alone = told(file, 1);
        assertThat(alone).filteredOn(line -> line.startsWith("score")).hasSizeGreaterThan(500);
        assertThat(alone).filteredOn(line -> line.contains("runs add up to")).hasSizeGreaterThan(20);
        assertThat(alone).filteredOn(line -> line.contains("odd number")).hasSizeGreaterThan(20);
        assertThat(alone).filteredOn(line -> line.contains("the first counts")).hasSizeGreaterThan(20);
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(told(file, threads)).as("seed %d", seed).isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void shouldHandOnWhatStandsBefore_whenTheFileBreaksOff(int threads) throws IOException {
        List<String> annotations = annotations(new Random(4));
        List<String> whole = told(write(annotations, "]"), 1);
        List<String> broken = told(write(annotations, ",{\"id\":"), threads);
        assertThat(broken).hasSize(whole.size() + 1);
        assertThat(broken.subList(0, whole.size())).isEqualTo(whole);
        assertThat(broken.get(whole.size())).startsWith("failure").contains("is not JSON: it ends too early");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void shouldStopAtTheFirst_whenAProblemOrTheReceiverSaysSo(int threads) throws IOException {
        List<String> annotations = annotations(new Random(5));
        Path file = write(annotations, ",{\"id\":");
        List<String> told = new ArrayList<>();
        String first = told(file, 1).stream()
                .filter(line -> line.startsWith("problem"))
                .findFirst()
                .orElseThrow();
        try (ScoringPool pool = pool(threads, ProblemHandler.STRICT, told, Integer.MAX_VALUE)) {
            CocoFile coco = CocoFile.open(file, pool, Progress.NONE);
            assertThatThrownBy(() -> pool.read(coco))
                    .isInstanceOf(AnnotationFileException.class)
                    .hasMessage(first.substring("problem ".length()));
        }
        told.clear();
        try (ScoringPool pool = pool(threads, problem -> {}, told, 100)) {
            CocoFile coco = CocoFile.open(file, pool, Progress.NONE);
            assertThatThrownBy(() -> pool.read(coco)).hasMessage("disk full");
            assertThat(told).hasSize(100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void shouldHandOnProblemsWhileItReads_whenTheFileHasNothingElse(int threads) throws IOException {
        Path file = write(
                Collections.nCopies(40_000, "{\"id\":1,\"image_id\":1,\"category_id\":7,\"bbox\":[1,1,5,5]}"), "]");
        AtomicLong done = new AtomicLong();
        AtomicLong doneAtFirst = new AtomicLong(-1);
        try (ScoringPool pool =
                pool(threads, problem -> doneAtFirst.compareAndSet(-1, done.get()), List.of(), Integer.MAX_VALUE)) {
            pool.read(CocoFile.open(file, pool, (now, total) -> done.set(now)));
        }
        // Images and categories are read first, in a pass of their own.
        assertThat(doneAtFirst.get()).isBetween(Files.size(file), Files.size(file) * 5 / 4);
    }

    @Test
    void shouldFailAsTheReceiverDoes_whenAProblemFillsThePart() throws IOException {
        List<String> annotations = new ArrayList<>();
        for (int id = 1; id <= 31; id++) {
            annotations.add("{\"id\":" + id + ",\"image_id\":1,\"category_id\":7,\"segmentation\":[[1,1,5,1,5,5]]}");
        }
        annotations.addAll(Collections.nCopies(200, "{\"id\":1,\"image_id\":1,\"category_id\":7}"));
        Path file = write(annotations, "]");
        List<String> told = new ArrayList<>();
        try (ScoringPool pool = pool(1, problem -> {}, told, 5)) {
            CocoFile coco = CocoFile.open(file, pool, Progress.NONE);
            assertThatThrownBy(() -> pool.read(coco))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("disk full");
        }
        assertThat(told).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldPassOnADefect_whenAScorerCannotBeMade(int threads) throws IOException {
        Path file = write(annotations(new Random(6)), "]");
        try (ScoringPool pool = new ScoringPool(
                threads,
                () -> {
                    throw new IllegalStateException("defect");
                },
                problem -> {},
                (instance, score) -> {})) {
            CocoFile coco = CocoFile.open(file, pool, Progress.NONE);
            assertThatThrownBy(() -> pool.read(coco))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("defect");
        }
    }

    @Test
    void shouldUseAScorerOnOneThreadAtATime() throws IOException {
        Path file = write(annotations(new Random(7)), "]");
        ConcurrentHashMap.KeySetView<InstanceScorer, Boolean> made = ConcurrentHashMap.newKeySet();
        try (ScoringPool pool = new ScoringPool(
                3,
                () -> {
                    InstanceScorer scorer = new InstanceScorer(Measure.CONTOUR, 1 << 20);
                    made.add(scorer);
                    return scorer;
                },
                problem -> {},
                (instance, score) -> {})) {
            pool.read(CocoFile.open(file, pool, Progress.NONE));
        }
        assertThat(made).hasSizeBetween(1, 3);
    }

    private static List<String> told(Path file, int threads) throws IOException {
        List<String> told = new ArrayList<>();
        try (ScoringPool pool = pool(threads, problem -> told.add("problem " + problem), told, Integer.MAX_VALUE)) {
            pool.read(CocoFile.open(file, pool, Progress.NONE));
        } catch (AnnotationFileException e) {
            told.add("failure " + e.getMessage());
        }
        return told;
    }

    private static ScoringPool pool(int threads, ProblemHandler problems, List<String> told, int capacity) {
        return new ScoringPool(threads, () -> new InstanceScorer(Measure.CONTOUR, 1 << 20), problems, (it, score) -> {
            if (told.size() >= capacity) {
                throw new IOException("disk full");
            }
            told.add("score " + it.annotation().id() + " " + score + " " + it.position());
        });
    }

    private Path write(List<String> annotations, String end) throws IOException {
        String text = "{\"images\":[{\"id\":1,\"width\":300,\"height\":200}],"
                + "\"categories\":[{\"id\":7,\"name\":\"Cup\"}],\"annotations\":["
                + String.join(",\n", annotations) + end + (end.equals("]") ? "}" : "");
        return Files.writeString(folder.resolve("file.json"), text);
    }

    /** Mostly polygons of all sizes, now and then something wrong: some shows when it is read, some when it is scored. */
    private static List<String> annotations(Random random) {
        List<String> annotations = new ArrayList<>();
        for (int id = 1; id <= 1000; id++) {
            int kind = random.nextInt(20);
            String mask =
                    "[[" + points(random, kind == 0 ? 2000 : 3 + random.nextInt(9)) + (kind == 1 ? ",5" : "") + "]]";
            annotations.add(String.format(
                    Locale.ROOT,
                    "{\"id\":%d,\"image_id\":1,\"category_id\":7,\"segmentation\":%s}",
                    kind == 2 ? Math.max(1, id / 2) : id,
                    kind == 3 ? "{\"size\":[200,300],\"counts\":[5,5]}" : mask));
        }
        return annotations;
    }

    private static String points(Random random, int count) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < count; i++) {
            points.append(i == 0 ? "" : ",")
                    .append(random.nextInt(300))
                    .append(',')
                    .append(random.nextInt(200));
        }
        return points.toString();
    }
}
