package io.sluice.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerTarget;
import io.sluice.server.access.token.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice token ls}. */
@Command(
    name = "ls",
    header = "List tokens, the newest first.",
    description =
        "The id is what a token begins with, behind slc_. When it was used is known to the"
            + " minute.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice token ls",
      "  sluice token ls --all -o json",
      "  sluice token ls --server https://sluice.example.com"
    })
public final class TokenLsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--all",
      description = "Also those that expired or were revoked in the last 90 days.")
  private boolean all;

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public TokenLsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    Instant now = around.clock().instant();
    TextTable table =
        TextTable.uncut(List.of("id", "name", "roles", "state", "expires", "used", "made by"));
    List<Object> documents = new ArrayList<>();
    for (JsonNode token : tokens(now)) {
      if (!all && !token.path("state").asText().equals("good")) {
        continue;
      }
      table.row(
          List.of(
              token.path("id").asText(),
              token.path("name").asText(),
              OpenTokens.grants(token),
              token.path("state").asText(),
              token.path("expires_at").asText(),
              token.path("used_at").asText("never"),
              token.path("made_by").asText()));
      documents.add(token);
    }
    if (documents.isEmpty()) {
      output.line("No tokens.");
    } else {
      table.lines().forEach(output::line);
    }
    output.document(Map.of("tokens", documents));
    return ExitCode.OK.number();
  }

  private Iterable<JsonNode> tokens(Instant now) {
    Optional<ServerClient> there = storage.isSaid() ? Optional.empty() : server.pointedAt(around);
    if (there.isPresent()) {
      return new ServedTokens(there.get()).list();
    }
    return OpenTokens.present(around, storage, Tokens::list).stream()
        .<JsonNode>map(token -> OpenTokens.json(OpenTokens.document(token, now)))
        .toList();
  }
}
