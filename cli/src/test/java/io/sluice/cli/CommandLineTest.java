package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path folder;

  static List<CommandLine> everyCommand() {
    return all(Main.everyCommand(Surroundings.ofProcess(Clock.systemUTC())));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void every_command_and_group_has_help_with_an_example_and_both_formats(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    List<String> arguments = new ArrayList<>(Arrays.asList(name.split(" ")));
    arguments.remove(0);
    arguments.add("--help");

    Invocation help = Invocation.in(folder, arguments.toArray(String[]::new));

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("--format=FORMAT");
    if (arguments.size() > 1) {
      assertThat(help.out()).contains("Examples:", "  " + name);
    }
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void every_example_is_a_command_line_that_is_understood(CommandLine command) {
    List<List<String>> examples = Examples.of(command);
    assertThat(examples).isNotEmpty();
    for (List<String> example : examples) {
      CommandLine root = Main.everyCommand(Surroundings.ofProcess(Clock.systemUTC()));
      CommandLine.ParseResult parsed = root.parseArgs(example.toArray(String[]::new));
      assertThat(qualified(parsed))
          .as("%s", example)
          .startsWith(command.getCommandSpec().qualifiedName());
    }
  }

  private static String qualified(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult innermost = parsed;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    return innermost.commandSpec().qualifiedName();
  }

  @Test
  void a_command_that_does_not_exist_is_answered_with_the_nearest() {
    Invocation wrong = Invocation.in(folder, "validte");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("validate");
  }

  @Test
  void an_option_of_every_command_may_stand_before_the_command() {
    assertThat(Invocation.in(folder, "-o", "json", "version").json().path("java").asText())
        .isNotEmpty();
    Invocation failed = Invocation.in(folder, "--format=json", "dlq", "ls", "nowhere.yaml");
    assertThat(failed.json().path("error").path("code").asText()).isEqualTo("not_found");
    Invocation between = Invocation.in(folder, "dlq", "-o", "json", "ls", "nowhere.yaml");
    assertThat(between.json().path("error").path("code").asText()).isEqualTo("not_found");
  }

  @Test
  void of_an_option_given_twice_the_one_after_the_command_counts() {
    assertThat(Invocation.in(folder, "-o", "json", "version", "-o", "text").out())
        .startsWith("sluice ");
  }

  @Test
  void an_option_of_one_command_before_it_is_a_usage_error() {
    Invocation wrong = Invocation.in(folder, "--once", "run", "shop.yaml");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--once");
  }

  @Test
  void an_unknown_option_is_a_usage_error() {
    Invocation wrong = Invocation.in(folder, "run", "--onec");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--onec");
  }

  @Test
  void without_a_command_the_help_is_shown() {
    Invocation bare = Invocation.in(folder);
    assertThat(bare.code()).isEqualTo(2);
    assertThat(bare.out()).contains("init", "validate", "run", "sluice COMMAND --help");
  }

  @Test
  void a_file_that_does_not_exist_is_named() {
    Invocation missing = Invocation.in(folder, "run", "nowhere.yaml");
    assertThat(missing.code()).isEqualTo(5);
    assertThat(missing.err()).contains("nowhere.yaml: no such file").doesNotContain("\tat ");
  }

  @Test
  void a_failure_as_json_is_one_document_with_code_and_message() {
    Invocation missing = Invocation.in(folder, "status", "nowhere.yaml", "-o", "json");
    assertThat(missing.code()).isEqualTo(5);
    assertThat(missing.json().path("error").path("exit_code").asInt()).isEqualTo(5);
    assertThat(missing.json().path("error").path("code").asText()).isEqualTo("not_found");
  }

  @Test
  void a_command_line_that_is_not_understood_is_a_document_too_where_json_is_asked_for() {
    for (String[] wrong :
        new String[][] {
          {"foo", "-o", "json"}, {"-o", "json", "foo"}, {"run", "--onec", "--format=json"}
        }) {
      Invocation refused = Invocation.in(folder, wrong);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.json().path("error").path("code").asText()).isEqualTo("usage");
      assertThat(refused.json().path("error").path("hint").asText()).contains("--help");
    }
  }

  @Test
  void the_exit_codes_are_those_that_were_promised() {
    assertThat(Arrays.stream(ExitCode.values()).map(c -> c.name() + " " + c.number()))
        .containsExactly(
            "OK 0",
            "FAILED 1",
            "USAGE 2",
            "UNREACHABLE 3",
            "CONFLICT 4",
            "NOT_FOUND 5",
            "STATE 6",
            "INTERNAL 70",
            "INTERRUPTED 130");
  }

  @Test
  void completion_knows_commands_and_options() {
    Invocation bash = Invocation.in(folder, "completion", "bash");
    assertThat(bash.code()).isZero();
    assertThat(bash.out()).contains("sluice", "offsets", "--once", "--dry-run");
  }

  @Test
  void version_says_where_it_runs() {
    assertThat(Invocation.in(folder, "version", "-o", "json").json().path("java").asText())
        .isEqualTo(System.getProperty("java.version"));
  }

  @Test
  void a_resolved_secret_is_taken_out_of_whatever_is_said() {
    ConsoleRedaction redaction = new ConsoleRedaction();
    redaction.add(text -> text.replace("hunter2", "***"));
    assertThat(redaction.apply("jdbc:x?password=hunter2")).isEqualTo("jdbc:x?password=***");
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(c -> all.addAll(all(c)));
    return all;
  }
}
