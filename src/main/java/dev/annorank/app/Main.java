package dev.annorank.app;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line. Exit codes: 0 fine, 1 failed, 2 wrong usage. */
@Command(
        commandListHeading = "%nCommands:%n",
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
public final class Main extends Program {
    public static void main(String[] args) {
        OutOfMemory.watch(() -> Runtime.getRuntime().halt(OutOfMemory.EXIT_CODE));
        int code = guarded(() -> run(args));
        // Kafka leaves threads behind that are none of the user's business.
        System.exit(code);
    }

    /**
     * The exit code of a command; 1 if it meets an error that nobody handles, such as the end of memory. Its other threads
     * would keep the process, which would seem to start for ever.
     */
    static int guarded(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (Error e) {
            System.err.println(
                    "annorank: ended by an error of the Java machine; of memory, ANNORANK_JAVA_OPTS=-Xmx gives more");
            e.printStackTrace();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** For a process that was told to stop by a signal and has stopped all it ran: the exit code is 0, not the signal's. */
    static void endStopped() {
        Runtime.getRuntime().halt(0);
    }

    /** Runs one command and returns its exit code. */
    static int run(String... args) {
        RankCommand plain = RankCommand.plain(args);
        if (plain != null) {
            return run(plain);
        }
        return commandLine(args)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(new Failures())
                .execute(args);
    }

    private static int run(RankCommand command) {
        try {
            return command.call();
        } catch (IOException | RuntimeException e) {
            return Failures.report(e, new CommandLine(command).getErr());
        }
    }

    /** What can read these arguments: with the command alone that the first of them names, or else with all of them. */
    static CommandLine commandLine(String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            return new CommandLine(new Program());
        }
        Class<?> command = args.length == 0 ? null : command(args[0]);
        return command == null ? new CommandLine(new Main()) : new CommandLine(new Program()).addSubcommand(command);
    }

    private static @Nullable Class<?> command(String name) {
        return switch (name) {
            case "demo" -> DemoCommand.class;
            case "serve" -> ServeCommand.class;
            case "load" -> LoadCommand.class;
            case "rank" -> RankCommand.class;
            case "watch" -> WatchCommand.class;
            case "view" -> ViewCommand.class;
            case "export" -> ExportCommand.class;
            case "topics" -> TopicsCommand.class;
            case "reset" -> ResetCommand.class;
            case "bench" -> BenchCommand.class;
            default -> null;
        };
    }
}
