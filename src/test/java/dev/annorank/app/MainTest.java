package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void shouldKnowThatCommandAlone_whenItIsNamedFirst() {
        Map<String, CommandLine> all = new CommandLine(new Main()).getSubcommands();
        assertThat(all).hasSizeGreaterThan(5);
        all.forEach((name, command) -> {
            if (name.equals("help")) {
                return;
            }
            Map<String, CommandLine> alone = Main.commandLine(name, "--help").getSubcommands();
            assertThat(alone).as(name).containsOnlyKeys(name);
            CommandLine same = alone.get(name);
            assertThat(same.getCommandSpec().userObject().getClass())
                    .as(name)
                    .isEqualTo(command.getCommandSpec().userObject().getClass());
            assertThat(same.getUsageMessage()).isEqualTo(command.getUsageMessage());
        });
    }

    @Test
    void shouldKnowEveryCommand_whenNoneIsNamedFirst() {
        Map<String, CommandLine> all = new CommandLine(new Main()).getSubcommands();
        for (List<String> args : List.of(List.<String>of(), List.of("help", "rank"), List.of("rnak"), List.of("-h"))) {
            assertThat(Main.commandLine(args.toArray(new String[0])).getSubcommands())
                    .as("%s", args)
                    .containsOnlyKeys(all.keySet());
        }
    }

    @Test
    void shouldSayTheVersion_whetherItKnowsTheCommandsOrNot() {
        assertThat(Main.commandLine("--version").getSubcommands()).isEmpty();
        assertThat(CommandRun.of("--version")).isEqualTo(CommandRun.of("-V"));
        CommandRun wrong = CommandRun.of("--version", "now");
        assertThat(wrong.code())
                .as("%s", wrong)
                .isEqualTo(CommandRun.of("-V", "now").code());
    }
}
