package dev.annorank.stream;

import dev.annorank.model.InstanceDetail;
import org.jspecify.annotations.Nullable;

/** What the collect stage emits; the record's key says for what. */
sealed interface CollectResult {
    /** What an image holds from now on, for the rank stage. */
    record OfImage(VectorUpdate update) implements CollectResult {}

    /** What an instance is from now on; null if it is gone. */
    record OfInstance(@Nullable InstanceDetail detail) implements CollectResult {}

    /** A record that cannot be used; this result has a key of its own. */
    record OfDeadLetter(DeadLetter letter) implements CollectResult {}
}
