package dev.annorank.files;

import dev.annorank.model.UserException;

/** Where results go that no file is named for. It keeps a failure to itself until it is asked. */
public final class StandardOutput {
    private StandardOutput() {}

    /**
     * To be called when all is written.
     *
     * @throws UserException if not all of it was taken, for example because the disk is full or the reader has gone
     */
    public static void requireAllTaken() {
        if (System.out.checkError()) {
            throw new UserException("standard output takes no more; what is there is not all");
        }
    }
}
