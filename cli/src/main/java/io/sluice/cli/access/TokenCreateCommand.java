package io.sluice.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerTarget;
import io.sluice.server.access.Grant;
import io.sluice.server.access.Role;
import io.sluice.server.access.token.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice token create}. */
@Command(
    name = "create",
    header = "Make a token, which is printed once.",
    description = {
      "It comes as 'Authorization: Bearer slc_...', or is what one signs in to the console with.",
      "Roles are viewer, operator, editor and admin; each may do what those before it may."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice token create ann --role admin",
      "  sluice token create ci --role viewer --role operator@shop --expires 30d",
      "  sluice token create grafana --role viewer > token"
    })
public final class TokenCreateCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([mhd])");
  private static final Map<String, Duration> UNITS =
      Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

  private final Surroundings around;

  @Parameters(
      paramLabel = "NAME",
      description =
          "What it is for: small letters, digits, '-', '_' and '.'. The audit log says it.")
  private String name = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE[@NAMESPACE]",
      description = "What it may do; everywhere, or in one namespace. May be said several times.")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description =
          "After how long, such as 12h or 30d. Default: server.tokens.lifetime of sluice.yaml, or"
              + " 90 days.")
  private @Nullable String expires;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private String reason = "";

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public TokenCreateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    Duration lifetime = lifetime();
    Map<String, Role> grants =
        OpenTokens.answered(() -> Grant.together(roles.stream().map(Grant::parse).toList()));
    Optional<ServerClient> there = storage.isSaid() ? Optional.empty() : server.pointedAt(around);
    JsonNode made =
        there.isPresent()
            ? new ServedTokens(there.get()).make(name, grants, lifetime, reason)
            : made(grants, lifetime);
    output.line(made.path("token").asText());
    if (!common.json()) {
      output.note(
          "The token of "
              + name
              + " ("
              + Grant.shown(grants)
              + "), good until "
              + made.path("expires_at").asText()
              + ". Nobody can show it again.");
    }
    output.document(made);
    return ExitCode.OK.number();
  }

  private JsonNode made(Map<String, Role> grants, @Nullable Duration lifetime) {
    Tokens.Made made =
        OpenTokens.in(
            around,
            storage,
            tokens -> tokens.make(OpenTokens.operator(), name, grants, lifetime, reason));
    Map<String, Object> document = OpenTokens.document(made.token(), around.clock().instant());
    document.put("token", made.secret());
    return OpenTokens.json(document);
  }

  private @Nullable Duration lifetime() {
    String said = expires;
    if (said == null) {
      return null;
    }
    Matcher time = TIME.matcher(said);
    Duration unit = time.matches() ? UNITS.get(time.group(2)) : null;
    if (unit == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--expires: expected a time such as 30m, 12h or 30d", null);
    }
    return unit.multipliedBy(Long.parseLong(time.group(1)));
  }
}
