package io.sluice.cli;

import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deadletter.DlqCommand;
import io.sluice.cli.deadletter.DlqLsCommand;
import io.sluice.cli.deadletter.DlqPurgeCommand;
import io.sluice.cli.deadletter.DlqReplayCommand;
import io.sluice.cli.deadletter.DlqShowCommand;
import io.sluice.cli.demo.DemoCommand;
import io.sluice.cli.deploy.DeployCommand;
import io.sluice.cli.deploy.PlanCommand;
import io.sluice.cli.kafka.WorkerCommand;
import io.sluice.cli.offsets.OffsetsCommand;
import io.sluice.cli.offsets.OffsetsGetCommand;
import io.sluice.cli.offsets.OffsetsResetCommand;
import io.sluice.cli.reconcile.ReconcileCommand;
import io.sluice.cli.run.PauseCommand;
import io.sluice.cli.run.ResumeCommand;
import io.sluice.cli.run.RunCommand;
import io.sluice.cli.run.SignalCommand;
import io.sluice.cli.run.SqlCommand;
import io.sluice.cli.run.StatusCommand;
import io.sluice.cli.run.StopCommand;
import io.sluice.cli.setup.DoctorCommand;
import io.sluice.cli.setup.InitCommand;
import io.sluice.cli.setup.PluginAddCommand;
import io.sluice.cli.setup.PluginCommand;
import io.sluice.cli.setup.PluginDescribeCommand;
import io.sluice.cli.setup.PluginLsCommand;
import io.sluice.cli.setup.PluginRmCommand;
import io.sluice.cli.setup.PluginSyncCommand;
import io.sluice.cli.setup.PluginUpdateCommand;
import io.sluice.cli.setup.ValidateCommand;
import io.sluice.cli.trial.PluginTestCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The subcommands, in the order in which help lists them. Each is made only when it is needed:
 * reading the annotations of all of them would cost every start.
 */
final class Commands {
  private final Map<String, Supplier<CommandLine>> makers = new LinkedHashMap<>();

  Commands(Surroundings around) {
    add("demo", () -> new DemoCommand(around));
    add("init", () -> new InitCommand(around));
    add("validate", () -> new ValidateCommand(around));
    add("run", () -> new RunCommand(around));
    add("status", () -> new StatusCommand(around));
    add("pause", () -> new PauseCommand(around));
    add("resume", () -> new ResumeCommand(around));
    add("stop", () -> new StopCommand(around));
    add("sql", () -> new SqlCommand(around));
    add("signal", () -> new SignalCommand(around));
    add("reconcile", () -> new ReconcileCommand(around));
    add("worker", () -> new WorkerCommand(around));
    makers.put(
        "offsets",
        () ->
            new CommandLine(new OffsetsCommand())
                .addSubcommand(new OffsetsGetCommand(around))
                .addSubcommand(new OffsetsResetCommand(around)));
    makers.put(
        "dlq",
        () ->
            new CommandLine(new DlqCommand())
                .addSubcommand(new DlqLsCommand(around))
                .addSubcommand(new DlqShowCommand(around))
                .addSubcommand(new DlqReplayCommand(around))
                .addSubcommand(new DlqPurgeCommand(around)));
    add("plan", () -> new PlanCommand(around));
    add("deploy", () -> new DeployCommand(around));
    add("doctor", () -> new DoctorCommand(around));
    makers.put(
        "plugin",
        () ->
            new CommandLine(new PluginCommand())
                .addSubcommand(new PluginAddCommand(around))
                .addSubcommand(new PluginLsCommand(around))
                .addSubcommand(new PluginDescribeCommand(around))
                .addSubcommand(new PluginTestCommand(around))
                .addSubcommand(new PluginUpdateCommand(around))
                .addSubcommand(new PluginRmCommand(around))
                .addSubcommand(new PluginSyncCommand(around)));
    add("completion", () -> new CompletionCommand(around));
    add("version", () -> new VersionCommand(around));
  }

  /** Adds to the root the one subcommand that the arguments begin with, or else all of them. */
  void addTo(CommandLine root, String[] arguments) {
    Supplier<CommandLine> one = arguments.length == 0 ? null : makers.get(arguments[0]);
    if (one != null) {
      root.addSubcommand(arguments[0], one.get());
    } else {
      makers.forEach((name, maker) -> root.addSubcommand(name, maker.get()));
    }
  }

  private void add(String name, Supplier<Object> command) {
    makers.put(name, () -> new CommandLine(command.get()));
  }
}
