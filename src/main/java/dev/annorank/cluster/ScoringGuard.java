package dev.annorank.cluster;

import java.util.List;
import java.util.Map;

/** Keeps a worker from adding to state that was computed with other settings than its own, or is being reset. */
public final class ScoringGuard {
    private ScoringGuard() {}

    /**
     * Finds out, before a worker starts, whether it may. The first worker of an installation writes down its settings.
     *
     * @param configured settings that stored state depends on, by their keys
     * @throws OpsException if it may not; the message names every setting that differs and says what can be done
     * @throws dev.annorank.topic.UnknownFormatException if what is stored is of a newer annorank
     */
    public static ScoringManifest admit(ManifestTopic topic, String applicationId, Map<String, String> configured) {
        topic.create();
        ScoringManifest manifest = topic.claim(configured);
        requireFinished(manifest, applicationId);
        requireSame(manifest, applicationId, configured);
        return manifest;
    }

    private static void requireFinished(ScoringManifest manifest, String applicationId) {
        manifest.unfinished().ifPresent(reset -> {
            throw new OpsException("a reset of application.id " + applicationId
                    + " is under way or was broken off; let it end, or run it again: annorank reset " + reset);
        });
    }

    static void requireSame(ScoringManifest manifest, String applicationId, Map<String, String> configured) {
        List<String> differences = manifest.differences(configured);
        if (!differences.isEmpty()) {
            throw new OpsException("the settings do not fit what is stored under application.id " + applicationId
                    + ":\n  " + String.join("\n  ", differences)
                    + "\nScores of both must not be mixed. Set it back; or compute everything anew from the annotations:"
                    + " stop all workers and run annorank reset --all; or use another application.id together with"
                    + " another topics.prefix.");
        }
    }
}
