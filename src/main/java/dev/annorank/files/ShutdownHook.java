package dev.annorank.files;

/** Does something when the process is told to stop, unless closed before. */
public final class ShutdownHook implements AutoCloseable {
    private final Thread thread;

    public ShutdownHook(Runnable action) {
        thread = new Thread(action, "shutdown");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The process is stopping: the hook does the work, and leaving now would cut it short.
            awaitQuietly();
        }
    }

    private void awaitQuietly() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
