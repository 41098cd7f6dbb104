package dev.annorank.app;

import dev.annorank.config.Settings;
import dev.annorank.files.Outputs;
import dev.annorank.files.StandardOutput;
import dev.annorank.format.Category;
import dev.annorank.format.Csv;
import dev.annorank.format.LabeledInstance;
import dev.annorank.format.coco.CocoFile;
import dev.annorank.format.subset.SubsetFormat;
import dev.annorank.model.ShapeScore;
import dev.annorank.ranking.BatchRanking;
import dev.annorank.ranking.ClassTotal;
import dev.annorank.ranking.Ranking;
import dev.annorank.ranking.RankingIndex;
import dev.annorank.score.InstanceScorer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The ranking of an annotation file in one go, without a broker. */
@Command(
        name = "rank",
        description = {
            "Ranks the images of an annotation file; no broker is needed.",
            "With --prune-rate or --keep it writes what that keeps, csv if no format is named, as export does of the live",
            "ranking."
        },
        mixinStandardHelpOptions = true)
final class RankCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "COCO or LVIS annotation file, plain or .gz; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Ranking as rank,image_id,score, or what is kept of it. Default: standard output.")
    private @Nullable Path output;

    @Option(
            names = "--instances",
            paramLabel = "FILE",
            description = "Measures as annotation_id,image_id,category_id,perimeter,area,si_scs.")
    private @Nullable Path instances;

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "Totals as category_id,category,instances,images,si_scs_sum,si_scs_mean,share.")
    private @Nullable Path classes;

    @Option(
            names = "--measure",
            paramLabel = "contour|polygon",
            description = "How a mask is measured. Default: as set, contour if it is not.")
    private @Nullable String measure;

    @Mixin
    private FileOptions fileOptions = new FileOptions();

    @Mixin
    private SubsetOptions subset = new SubsetOptions();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    /**
     * The command that {@code rank FILE [-o FILE]} means, read without picocli: to look for options in a class takes longer
     * than to rank a dataset of a thousand images.
     *
     * @return null for any other arguments, wrong ones among them
     */
    static @Nullable RankCommand plain(String... args) {
        if (args.length == 0 || !args[0].equals("rank")) {
            return null;
        }
        RankCommand command = new RankCommand();
        boolean named = false;
        for (int i = 1; i < args.length; i++) {
            boolean option = args[i].equals("-o") || args[i].equals("--output");
            if (option ? command.output != null || i + 1 == args.length : named) {
                return null;
            }
            String value = option ? args[++i] : args[i];
            // An option, a file of arguments, or nothing.
            if (value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
                return null;
            }
            if (option) {
                command.output = Path.of(value);
            } else {
                command.file = Path.of(value);
                named = true;
            }
        }
        return named ? command : null;
    }

    @Override
    public Integer call() throws IOException {
        var settings = fileOptions
                .addTo(SettingsOptions.flag(options.builder(), "--measure", "measure", measure))
                .build();
        List<Path> inputs = new ArrayList<>(options.files());
        inputs.add(file);
        SubsetRequest kept = subset.isGiven() ? subset.request(SubsetFormat.CSV) : null;
        List<Path> written = new ArrayList<>();
        if (output != null) {
            written.addAll(kept == null ? List.of(output) : SubsetOutput.files(output));
        }
        Stream.of(instances, classes, fileOptions.problems())
                .filter(Objects::nonNull)
                .forEach(written::add);
        Outputs.requireApart(inputs, written);
        try (InputFile input = InputFile.open(file);
                FileReport report = new FileReport(file, fileOptions);
                Outputs outputs = new Outputs()) {
            Csv instanceRows = instances == null
                    ? null
                    : new Csv(
                            outputs.open(instances),
                            "annotation_id,image_id,category_id,perimeter,area,si_scs",
                            subset.csvSafe());
            rank(settings, input.path(), kept, instanceRows, report, outputs);
        }
        return 0;
    }

    private void rank(
            Settings settings,
            Path input,
            @Nullable SubsetRequest kept,
            @Nullable Csv instanceRows,
            FileReport report,
            Outputs outputs)
            throws IOException {
        BatchRanking batch = new BatchRanking();
        CocoFile coco;
        try (ProgressReport progress = new ProgressReport("ranking");
                ScoringPool pool = new ScoringPool(
                        Runtime.getRuntime().availableProcessors(),
                        () -> new InstanceScorer(
                                settings.measure(), settings.maskMaxPixels(), settings.crowdIncluded()),
                        report.problems(),
                        (instance, score) -> {
                            report.tally().add(instance.image(), instance.annotation(), score);
                            batch.add(instance.image().id(), instance.category().name(), score);
                            if (instanceRows != null) {
                                writeInstance(instanceRows, instance, score);
                            }
                        })) {
            coco = CocoFile.open(input, pool, progress);
            pool.read(coco);
        }
        report.requireUsable();
        RankingIndex index = batch.index();
        Ranking ranking = index.rank();
        if (classes != null) {
            writeClasses(
                    new Csv(
                            outputs.open(classes),
                            "category_id,category,instances,images,si_scs_sum,si_scs_mean,share",
                            subset.csvSafe()),
                    coco.categories(),
                    index);
        }
        boolean filtered = kept != null && kept.format() == SubsetFormat.COCO;
        if (kept == null) {
            writeRanking(ranking, outputs);
        } else {
            FileSource source = new FileSource(input, file, settings, coco.images(), index, ranking);
            new Export(kept, filtered ? input : null, true, false, output).write(source, outputs);
        }
        report.print(filtered ? 0 : coco.repeatedIds());
        System.err.println("annorank: " + grouped(ranking.ranked()) + " of "
                + grouped(coco.images().size()) + " images ranked, " + grouped(index.instances()) + " instances of "
                + grouped(index.classes()) + " classes, measure " + settings.measure());
    }

    /** A count as {@code %,d} shows it: a formatter would take longer to load than a small file to rank. */
    static String grouped(long count) {
        StringBuilder text = new StringBuilder(Long.toString(count));
        for (int end = text.length() - 3; end > 0; end -= 3) {
            text.insert(end, ',');
        }
        return text.toString();
    }

    private static void writeInstance(Csv rows, LabeledInstance instance, ShapeScore score) throws IOException {
        rows.text(instance.annotation().id())
                .text(instance.image().id())
                .text(instance.category().id())
                .number(score.perimeterPx())
                .number(score.areaPx2())
                .number(score.siScs())
                .endRow();
    }

    private void writeRanking(Ranking ranking, Outputs outputs) throws IOException {
        if (output != null) {
            writeRanking(outputs.open(output), ranking);
        }
        outputs.commit();
        if (output == null) {
            Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
            writeRanking(out, ranking);
            out.flush();
            StandardOutput.requireAllTaken();
        }
    }

    private void writeRanking(Writer out, Ranking ranking) throws IOException {
        Csv rows = new Csv(out, "rank,image_id,score", subset.csvSafe());
        for (int rank = 1; rank <= ranking.ranked(); rank++) {
            rows.number(rank)
                    .text(ranking.image(rank))
                    .number(ranking.score(rank))
                    .endRow();
        }
    }

    private static void writeClasses(Csv rows, List<Category> categories, RankingIndex index) throws IOException {
        Map<String, String> ids = new HashMap<>();
        categories.forEach(category -> ids.putIfAbsent(category.name(), category.id()));
        for (ClassTotal total : index.classTotals()) {
            rows.text(ids.getOrDefault(total.name(), total.name()))
                    .text(total.name())
                    .number(total.instances())
                    .number(total.images())
                    .number(total.sumSiScs())
                    .number(total.mean())
                    .number(total.share())
                    .endRow();
        }
    }
}
