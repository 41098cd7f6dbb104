package dev.annorank.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line without commands: to look at all of them, only to run one, would be most of a short one's time. */
@Command(
        name = "annorank",
        description = "Ranks the images of an instance-segmentation dataset while it is being labeled.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "annorank COMMAND --help explains a command. Exit codes: 0 fine, 1 failed, 2 wrong usage.",
            "Results go to standard output, messages to standard error."
        })
class Program implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
