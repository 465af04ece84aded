package io.sluice.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerTarget;
import io.sluice.project.text.Figures;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.AuditVerdict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice audit verify}. */
@Command(
    name = "verify",
    header = "Check that no entry of the audit log was changed, left out or put in.",
    description = {
      "Each entry has a hash over the one before it and all that it says itself; this computes all"
          + " of them again.",
      "The head is the newest hash. Write it down where nobody who can write the state can: with"
          + " --head, the next check also finds out whether the newest entries were removed, or"
          + " the whole log was made anew."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice audit verify",
      "  sluice audit verify --head"
          + " 2e7647bc28b2617ad736bf317606d50a558631972986231a4e22660c5535adbb"
    })
public final class AuditVerifyCommand implements Callable<Integer> {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Surroundings around;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "A head that an earlier check has printed: it must still be in the log.")
  private @Nullable String head;

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public AuditVerifyCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    String expected = head == null ? null : head.strip().toLowerCase(Locale.ROOT);
    if (expected != null && !HASH.matcher(expected).matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--head: expected 64 hexadecimal digits but found '" + head + "'",
          "It is what an earlier sluice audit verify has printed.");
    }
    JsonNode verdict = verdict(expected);
    output.document(verdict);
    if (verdict.path("intact").asBoolean()) {
      output.line(
          Figures.count(verdict.path("entries").asLong())
              + " entries, one chain, nothing was changed.");
      output.line("Head  " + verdict.path("head").asText());
      return ExitCode.OK.number();
    }
    if (output.json()) {
      return ExitCode.FAILED.number(); // The document says it all, and there is one a command.
    }
    throw new CommandFailure(
        ExitCode.FAILED, said(verdict), "Compare with a backup of the state, and ask who could.");
  }

  private JsonNode verdict(@Nullable String expected) {
    Optional<ServerClient> there = storage.isSaid() ? Optional.empty() : server.pointedAt(around);
    if (there.isPresent()) {
      return new ServedAudit(there.get()).verify(expected);
    }
    try (StateDatabase state = storage.openState(around)) {
      return JsonMapper.builder().build().valueToTree(document(state.audit().verify(expected)));
    }
  }

  private static String said(JsonNode verdict) {
    JsonNode flaw = verdict.path("flaw");
    return flaw.isMissingNode()
        ? "audit log: the head is in none of the "
            + Figures.count(verdict.path("entries").asLong())
            + " entries, which are one chain: the newest ones were removed since it was written"
            + " down, or the log was made anew"
        : "audit log, entry " + flaw.path("id").asLong() + ": " + flaw.path("what").asText();
  }

  private static Map<String, Object> document(AuditVerdict verdict) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("intact", verdict.intact());
    document.put("entries", verdict.entries());
    document.put("head", verdict.head());
    document.put("head_found", verdict.sawExpected());
    AuditVerdict.Flaw flaw = verdict.flaw();
    if (flaw != null) {
      document.put("flaw", Map.of("id", flaw.id(), "what", flaw.what()));
    }
    return document;
  }
}
