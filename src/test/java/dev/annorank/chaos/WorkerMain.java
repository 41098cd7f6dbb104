package dev.annorank.chaos;

import dev.annorank.app.Main;

/** The program itself, as a process that does not outlive the harness. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] args) {
        ParentWatch.start();
        Main.main(args);
    }
}
