package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
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

    @Test
    void shouldReadTheSameAsPicocli_whereItReadsThePlainFormItself() {
        for (String line : List.of("a", "a -o b", "-o b a", "a --output b", "--output b a", "a/b.json.gz -o ../c")) {
            String[] args = ("rank " + line).split(" ", -1);
            RankCommand plain = RankCommand.plain(args);
            CommandLine commands = Main.commandLine(args);
            commands.parseArgs(args);
            assertThat(plain)
                    .as(line)
                    .usingRecursiveComparison()
                    .isEqualTo(commands.getSubcommands()
                            .get("rank")
                            .getCommandSpec()
                            .userObject());
        }
    }

    @Test
    void shouldLeaveItToPicocli_whenRankIsGivenAnythingElse() {
        assertThat(RankCommand.plain()).isNull();
        for (String line : List.of(
                "rank",
                "load a",
                "rank a b",
                "rank -o b",
                "rank a -o",
                "rank a -o b -o c",
                "rank a -o b --output c",
                "rank a -o -",
                "rank a -ob",
                "rank a --output=b",
                "rank @a",
                "rank a -o @b",
                "rank -- a",
                "rank --help",
                "rank a --help",
                "rank a --measure contour",
                "rank a -o --help",
                "rank a --set measure=polygon")) {
            assertThat(RankCommand.plain(line.split(" ", -1))).as(line).isNull();
        }
        assertThat(RankCommand.plain("rank", "")).isNull();
        assertThat(RankCommand.plain("rank", "a", "-o", "")).isNull();
    }

    @Test
    void shouldGroupACount_asAFormatterDoes() {
        for (long count : new long[] {0, 1, 12, 999, 1000, 4784, 118_287, 999_999, 1_000_000, Long.MAX_VALUE}) {
            assertThat(RankCommand.grouped(count)).isEqualTo(String.format(Locale.ROOT, "%,d", count));
        }
    }

    @Test
    void shouldEndWithACode_whenThereIsNoMemoryLeft() {
        assertThat(Main.guarded(() -> 2)).isEqualTo(2);
        assertThat(Main.guarded(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo(1);
    }
}
