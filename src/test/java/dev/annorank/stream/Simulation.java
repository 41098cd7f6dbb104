package dev.annorank.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.annorank.demo.BadEvents;
import dev.annorank.demo.Truth;
import dev.annorank.ranking.PublishPolicy;
import dev.annorank.stream.SimStep.Arrival;
import dev.annorank.stream.SimStep.Bad;
import dev.annorank.stream.SimStep.Commit;
import dev.annorank.stream.SimStep.Crash;
import dev.annorank.stream.SimStep.Rates;
import dev.annorank.stream.SimStep.Read;
import dev.annorank.stream.SimStep.Time;
import dev.annorank.stream.SimStep.Work;
import dev.annorank.stream.SimTask.Partition;
import dev.annorank.stream.SimTask.TaskId;
import dev.annorank.stream.SimTask.TopicRecord;
import dev.annorank.topic.EventWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topology as its tasks, each with its own transactions, between topics that hold what is committed. Nothing happens but
 * what a history says, in one thread: the same history always ends the same way.
 */
final class Simulation {
    private static final long START_MS = 1_767_225_600_000L;
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int QUIET_WITHIN = 400;

    private final double tolerance;
    private final int publishChunk;
    private final Map<TaskId, SimTask> tasks = new EnumMap<>(TaskId.class);
    private final Map<TaskId, List<Partition>> partitions = new EnumMap<>(TaskId.class);
    private final SimReader reader;
    private final List<TopicRecord> unread = new ArrayList<>();
    private final BadEvents badEvents = new BadEvents(Events.DATASET);
    private final List<Arrival> arrived = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private PipelineSettings settings;
    private long nowMs = START_MS;

    private Simulation(double tolerance, int publishChunk) {
        this.tolerance = tolerance;
        this.publishChunk = publishChunk;
        reader = new SimReader(tolerance);
        settings = settings(TopologyHarness.PRUNE_RATES);
        for (TaskId id : TaskId.values()) {
            partitions.put(
                    id,
                    Stream.generate(Partition::new).limit(id.sources().size()).toList());
        }
    }

    private PipelineSettings settings(double... rates) {
        return TopologyHarness.settings(new PublishPolicy(tolerance, rates), INTERVAL, 1, publishChunk);
    }

    /** Runs a history, lets all become quiet, and returns what did not hold. */
    static List<String> run(double tolerance, int publishChunk, List<SimStep> steps) {
        Simulation simulation = new Simulation(tolerance, publishChunk);
        try {
            for (TaskId id : TaskId.values()) {
                simulation.tasks.put(
                        id, new SimTask(id, simulation.partitions.get(id), simulation.settings, simulation.nowMs));
            }
            steps.forEach(simulation::take);
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            simulation.found.add("it fails: " + e + (e.getCause() == null ? "" : ", because of " + e.getCause()));
        } finally {
            simulation.tasks.values().forEach(SimTask::close);
        }
        return simulation.found;
    }

    private void take(SimStep step) {
        if (step instanceof Arrival arrival) {
            arrived.add(arrival);
            annotations(EventWriter.key(arrival.event()), EventWriter.value(arrival.event()));
        } else if (step instanceof Bad) {
            BadEvents.BadEvent event = badEvents.next();
            bad.add(new String(event.value(), UTF_8));
            annotations(event.imageId().getBytes(UTF_8), event.value());
        } else if (step instanceof Work work) {
            for (int i = 0; i < work.records(); i++) {
                tasks.get(work.task()).work();
            }
        } else if (step instanceof Commit commit) {
            commit(commit.task());
        } else if (step instanceof Crash crash) {
            tasks.get(crash.task()).crash(settings, nowMs + crash.skewMs());
        } else if (step instanceof Rates rates) {
            settings = settings(rates.first(), rates.second());
            tasks.get(TaskId.RANK).crash(settings, nowMs);
        } else if (step instanceof Read) {
            found.addAll(reader.read(unread));
            unread.clear();
        } else if (step instanceof Time time) {
            nowMs += time.ms();
            tasks.values().forEach(task -> task.advance(time.ms()));
        }
    }

    private void annotations(byte[] key, byte[] value) {
        partitions.get(TaskId.SCORE).get(0).add(new TestRecord<>(key, value, null, nowMs));
    }

    /** Makes visible what a task wrote, to readers and to the tasks behind it; false if that is nothing. */
    private boolean commit(TaskId id) {
        List<TopicRecord> visible = tasks.get(id).commit();
        unread.addAll(visible);
        for (TopicRecord written : visible) {
            for (TaskId next : TaskId.values()) {
                int source = next.sources().indexOf(written.topic());
                if (source >= 0 && isFor(next, written)) {
                    partitions.get(next).get(source).add(written.content());
                }
            }
        }
        return !visible.isEmpty();
    }

    private static boolean isFor(TaskId task, TopicRecord written) {
        if (!written.topic().equals(TopologyHarness.TOPICS.instanceScores())) {
            return true;
        }
        int half = Utils.toPositive(Utils.murmur2(written.content().key())) % 2;
        return task == (half == 0 ? TaskId.COLLECT_0 : TaskId.COLLECT_1);
    }

    private void settle() {
        int quiet = 0;
        for (int round = 0; quiet < 3; round++) {
            if (round > QUIET_WITHIN) {
                found.add("never quiet");
                return;
            }
            boolean busy = false;
            for (TaskId id : TaskId.values()) {
                while (tasks.get(id).work()) {
                    busy = true;
                }
                busy |= commit(id);
            }
            take(new Read());
            take(new Time(40));
            quiet = busy ? 0 : quiet + 1;
        }
        found.addAll(reader.audit(truth(), arrived.size() + bad.size(), different(), bad));
    }

    private int different() {
        long versioned = arrived.stream()
                .filter(event -> event.version() != 0)
                .distinct()
                .count();
        long others = arrived.stream().filter(event -> event.version() == 0).count();
        return Math.toIntExact(versioned + others);
    }

    /** What the events come to, in the order of versions, or of arrival where there are none. */
    private Truth truth() {
        Truth truth = new Truth();
        arrived.stream()
                .sorted(Comparator.comparingLong(Arrival::version))
                .map(Arrival::event)
                .forEach(truth);
        return truth;
    }
}
