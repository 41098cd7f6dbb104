package dev.annorank.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 fine, 1 failed, 2 wrong usage. */
@Command(
        name = "annorank",
        description = "Ranks the images of an instance-segmentation dataset while it is being labeled.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "annorank COMMAND --help explains a command. Exit codes: 0 fine, 1 failed, 2 wrong usage.",
            "Results go to standard output, messages to standard error."
        },
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            LoadCommand.class,
            RankCommand.class,
            WatchCommand.class,
            ViewCommand.class,
            ExportCommand.class,
            TopicsCommand.class,
            ResetCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] args) {
        int code = run(args);
        // Kafka leaves threads behind that are none of the user's business.
        System.exit(code);
    }

    /** For a process that was told to stop by a signal and has stopped all it ran: the exit code is 0, not the signal's. */
    static void endStopped() {
        Runtime.getRuntime().halt(0);
    }

    /** Runs one command and returns its exit code. */
    static int run(String... args) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(new Failures())
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
