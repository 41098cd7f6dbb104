package dev.annorank.app;

import dev.annorank.broker.FolderLock;
import dev.annorank.config.Settings;

/** The folder of a process that runs until stopped: what one keeps there another would delete. */
final class DataFolder {
    private DataFolder() {}

    /** Makes the data folder if need be, and keeps it to this process until closed. */
    static FolderLock lock(Settings settings) {
        return FolderLock.take(settings.dataDir(), "another annorank (serve or view)");
    }
}
