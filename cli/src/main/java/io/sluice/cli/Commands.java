package io.sluice.cli;

import io.sluice.cli.access.TokenCommand;
import io.sluice.cli.access.TokenCreateCommand;
import io.sluice.cli.access.TokenLsCommand;
import io.sluice.cli.access.TokenRevokeCommand;
import io.sluice.cli.audit.AuditCommand;
import io.sluice.cli.audit.AuditLsCommand;
import io.sluice.cli.audit.AuditVerifyCommand;
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
import io.sluice.cli.record.RecordsCommand;
import io.sluice.cli.registry.RegistryCommand;
import io.sluice.cli.registry.RegistryUserCommand;
import io.sluice.cli.run.PauseCommand;
import io.sluice.cli.run.RestartCommand;
import io.sluice.cli.run.ResumeCommand;
import io.sluice.cli.run.RunCommand;
import io.sluice.cli.run.RunOnceCommand;
import io.sluice.cli.run.SignalCommand;
import io.sluice.cli.run.SqlCommand;
import io.sluice.cli.run.StartCommand;
import io.sluice.cli.run.StatusCommand;
import io.sluice.cli.run.StopCommand;
import io.sluice.cli.schema.SchemaCheckCommand;
import io.sluice.cli.schema.SchemaCommand;
import io.sluice.cli.schema.SchemaConfigCommand;
import io.sluice.cli.schema.SchemaDeleteCommand;
import io.sluice.cli.schema.SchemaDiffCommand;
import io.sluice.cli.schema.SchemaEventsCommand;
import io.sluice.cli.schema.SchemaExportCommand;
import io.sluice.cli.schema.SchemaImportCommand;
import io.sluice.cli.schema.SchemaLsCommand;
import io.sluice.cli.schema.SchemaRegisterCommand;
import io.sluice.cli.schema.SchemaShowCommand;
import io.sluice.cli.server.ApplyCommand;
import io.sluice.cli.server.UpCommand;
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
    add("up", () -> new UpCommand(around));
    add("status", () -> new StatusCommand(around));
    add("start", () -> new StartCommand(around));
    add("run-once", () -> new RunOnceCommand(around));
    add("pause", () -> new PauseCommand(around));
    add("resume", () -> new ResumeCommand(around));
    add("restart", () -> new RestartCommand(around));
    add("stop", () -> new StopCommand(around));
    add("records", () -> new RecordsCommand(around));
    add("sql", () -> new SqlCommand(around));
    add("signal", () -> new SignalCommand(around));
    add("reconcile", () -> new ReconcileCommand(around));
    add("worker", () -> new WorkerCommand(around));
    makers.put(
        "registry",
        () ->
            new CommandLine(new RegistryCommand(around))
                .addSubcommand(new RegistryUserCommand(around)));
    makers.put(
        "token",
        () ->
            new CommandLine(new TokenCommand())
                .addSubcommand(new TokenCreateCommand(around))
                .addSubcommand(new TokenLsCommand(around))
                .addSubcommand(new TokenRevokeCommand(around)));
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
    makers.put(
        "audit",
        () ->
            new CommandLine(new AuditCommand())
                .addSubcommand(new AuditLsCommand(around))
                .addSubcommand(new AuditVerifyCommand(around)));
    makers.put(
        "schema",
        () ->
            new CommandLine(new SchemaCommand())
                .addSubcommand(new SchemaLsCommand(around))
                .addSubcommand(new SchemaShowCommand(around))
                .addSubcommand(new SchemaDiffCommand(around))
                .addSubcommand(new SchemaCheckCommand(around))
                .addSubcommand(new SchemaRegisterCommand(around))
                .addSubcommand(new SchemaConfigCommand(around))
                .addSubcommand(new SchemaExportCommand(around))
                .addSubcommand(new SchemaImportCommand(around))
                .addSubcommand(new SchemaDeleteCommand(around))
                .addSubcommand(new SchemaEventsCommand(around)));
    add("plan", () -> new PlanCommand(around));
    add("apply", () -> new ApplyCommand(around));
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
