package dev.annorank.view;

import dev.annorank.model.RankingEpoch;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a reader of the public topics knows of all datasets. Each dataset is shown as of one epoch, whole: never a mix of
 * two. May be asked from any thread, and answers at once.
 */
public interface RankingView {
    /** Names of the datasets that have an epoch, in order of their text. */
    SortedSet<String> datasets();

    /** The last epoch of a dataset that is known whole; empty if there is none yet. */
    Optional<EpochSnapshot> find(String dataset);

    /** How far the view is behind the topics, and since when if they cannot be reached. */
    ViewState state();

    /** What of the view does not work although its state says so; empty if nothing. */
    default Optional<Trouble> trouble() {
        return Optional.empty();
    }

    /** What those who rely on the view are to know though it works, such as what it could not read; empty if nothing. */
    default Optional<String> remark() {
        return Optional.empty();
    }

    /** Single instances, with their outlines, as far as they have been read. */
    InstanceView instances();

    /**
     * Hears of every new snapshot and every change of state, on the view's thread: a listener returns at once.
     *
     * @return ends the subscription when closed
     */
    Subscription subscribe(Listener listener);

    /**
     * Something that does not work.
     *
     * @param isForGood whether only a new view would mend it
     * @param words for a person
     */
    record Trouble(boolean isForGood, String words) {}

    /** Hears what is new. */
    interface Listener {
        /**
         * A dataset has a new epoch.
         *
         * @param before the snapshot that this one replaces; empty for the first
         */
        void snapshot(EpochSnapshot now, Optional<EpochSnapshot> before);

        /** The view's state is another. */
        void state(ViewState now);

        /** An epoch's record has been read; the epoch itself is yet to be put together, and memory has to hold it. */
        default void announced(RankingEpoch epoch) {}

        /** Nothing is there any more of a dataset that disagreed with its epochs. */
        default void dropped(String dataset) {}

        /** So many offsets were passed over, since their batch is damaged. */
        default void damaged(long offsets) {}

        /** What was read of a dataset is not what its epoch's record says. */
        default void disagreed(String what) {}
    }

    /** A subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
