package io.sluice.cli;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.Visible;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.plugin.InstallException;
import io.sluice.plugin.PluginException;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProblemDocument;
import io.sluice.project.ProjectException;
import io.sluice.project.query.MissingDatabaseException;
import io.sluice.state.storage.StateException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The one place where failures become messages and exit codes. What a user can mend is a message
 * with a hint; only what nobody foresaw is called a bug. Stack traces are shown with {@code
 * --debug} alone. Invariant 9: everything passes the redaction.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Pattern JSON = Pattern.compile("(-o|--format)[ =]?json( .*)?");

  private final Surroundings around;
  private final IParameterExceptionHandler usual;

  /**
   * @param usual says to people what is wrong with a command line
   */
  Failures(Surroundings around, IParameterExceptionHandler usual) {
    this.around = around;
    this.usual = usual;
  }

  /** A failure as it is shown. */
  private record Shown(
      ExitCode code, String message, @Nullable String hint, List<Problem> problems) {
    Shown(ExitCode code, @Nullable String message, @Nullable String hint) {
      this(code, String.valueOf(message), hint, List.of());
    }
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    Shown shown = shown(e);
    if (option(command, "--debug") instanceof Boolean debug && debug) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      around.err().print(Visible.of(around.redaction().apply(trace.toString())));
    }
    Object format = option(command, "-o");
    if (format instanceof Enum<?> f && f.name().equals("json")) {
      around.out().println(around.redaction().apply(Output.asJson(document(shown))));
    } else {
      print(shown);
    }
    around.err().flush();
    return shown.code().number();
  }

  /** A command line that cannot be understood; what it says of the output's form still counts. */
  @Override
  public int handleParseException(ParameterException e, String[] arguments) throws Exception {
    if (!asksForJson(arguments)) {
      return usual.handleParseException(e, arguments);
    }
    String help = "See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    Shown shown = new Shown(ExitCode.USAGE, e.getMessage(), help);
    around.out().println(around.redaction().apply(Output.asJson(document(shown))));
    return shown.code().number();
  }

  private static boolean asksForJson(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String next = i + 1 < arguments.length ? " " + arguments[i + 1] : "";
      if (JSON.matcher((arguments[i] + next).toLowerCase(Locale.ROOT)).matches()) {
        return true;
      }
    }
    return false;
  }

  private void print(Shown shown) {
    boolean colours = around.colours();
    if (shown.problems().isEmpty()) {
      say(Style.BAD.of("sluice: ", colours) + shown.message());
    }
    shown.problems().forEach(p -> say(p.toString()));
    if (shown.hint() != null) {
      say(shown.hint());
    }
  }

  private void say(String text) {
    around.err().println(Visible.of(around.redaction().apply(text)));
  }

  private static Map<String, Object> document(Shown shown) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", shown.code().name().toLowerCase(Locale.ROOT));
    error.put("exit_code", shown.code().number());
    error.put("message", shown.message());
    if (shown.hint() != null) {
      error.put("hint", shown.hint());
    }
    if (!shown.problems().isEmpty()) {
      error.put("problems", shown.problems().stream().map(ProblemDocument::of).toList());
    }
    return Map.of("error", error);
  }

  private static Shown shown(Exception e) {
    if (e instanceof CommandFailure failure) {
      return new Shown(failure.code(), failure.getMessage(), failure.hint());
    }
    if (e instanceof InvalidPipelineException invalid) {
      return new Shown(
          ExitCode.of(invalid.kind()),
          String.valueOf(invalid.getMessage()),
          null,
          invalid.problems());
    }
    if (e instanceof ProjectException failure) {
      return new Shown(ExitCode.of(failure.kind()), failure.getMessage(), failure.hint());
    }
    if (e instanceof MissingDatabaseException missing) {
      return new Shown(ExitCode.NOT_FOUND, missing.getMessage(), missing.hint());
    }
    if (e instanceof UnresolvedSecretException unresolved) {
      return new Shown(
          ExitCode.USAGE, "a reference cannot be resolved", null, unresolved.problems());
    }
    if (e instanceof PluginException) {
      return new Shown(ExitCode.NOT_FOUND, e.getMessage(), "See them with: sluice plugin ls");
    }
    if (e instanceof InstallException install) {
      return new Shown(code(install), install.getMessage(), install.hint());
    }
    if (e instanceof StateException state) {
      return new Shown(code(state), state.getMessage(), null);
    }
    if (e instanceof SQLException) {
      return new Shown(ExitCode.UNREACHABLE, e.getMessage(), null);
    }
    if (e instanceof IOException) {
      return new Shown(ExitCode.FAILED, e.getClass().getSimpleName() + ": " + e.getMessage(), null);
    }
    if (e instanceof InterruptedException) {
      return new Shown(ExitCode.INTERRUPTED, "interrupted", null);
    }
    return new Shown(
        ExitCode.INTERNAL,
        "this is a bug: " + e,
        "Run it again with --debug and report what it prints.");
  }

  private static ExitCode code(StateException state) {
    return switch (state.kind()) {
      case LOCKED -> ExitCode.CONFLICT;
      case MISUSE -> ExitCode.INTERNAL;
      case UNREACHABLE, REFUSED -> ExitCode.UNREACHABLE;
      case DISK_FULL, READ_ONLY, CORRUPT, NEWER, BUSY, IO -> ExitCode.STATE;
    };
  }

  private static ExitCode code(InstallException install) {
    return switch (install.kind()) {
      case USAGE -> ExitCode.USAGE;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case REFUSED -> ExitCode.FAILED;
      case CONFLICT -> ExitCode.CONFLICT;
      case FOLDER -> ExitCode.STATE;
    };
  }

  private static @Nullable Object option(CommandLine command, String name) {
    var spec = command.getCommandSpec().findOption(name);
    return spec == null ? null : spec.getValue();
  }
}
