package io.sluice.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerTarget;
import io.sluice.server.access.AccessToken;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice token revoke}. */
@Command(
    name = "revoke",
    header = "End a token, and who is signed in with it.",
    description = "The next request with it is refused, by every server on this state.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice token revoke ci --reason \"was in a log\""})
public final class TokenRevokeCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "NAME|ID",
      description = "The name of one that is good, or the id that sluice token ls shows.")
  private String token = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private String reason = "";

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public TokenRevokeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    JsonNode revoked = revoked();
    output.line(
        "Revoked " + revoked.path("name").asText() + " (" + revoked.path("id").asText() + ").");
    output.document(revoked);
    return ExitCode.OK.number();
  }

  private JsonNode revoked() {
    Optional<ServerClient> there = storage.isSaid() ? Optional.empty() : server.pointedAt(around);
    if (there.isPresent()) {
      return new ServedTokens(there.get()).revoke(token, reason);
    }
    AccessToken revoked =
        OpenTokens.present(
            around, storage, tokens -> tokens.revoke(OpenTokens.operator(), token, reason));
    return OpenTokens.json(OpenTokens.document(revoked, around.clock().instant()));
  }
}
