package io.sluice.cli.registry;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.http.access.SecretHash;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice registry user}. */
@Command(
    name = "user",
    header = "Print a line for the file of users that sluice registry --users reads.",
    description = {
      "Asks for the password, or reads it as one line of standard input; the line has a hash of it"
          + " (PBKDF2). With --token it makes a token instead, which is printed once, on standard"
          + " error, and comes as a bearer token or as a password."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice registry user alice >> users",
      "  sluice registry user ci --read-only --token >> users"
    })
public final class RegistryUserCommand implements Callable<Integer> {
  private static final int SHORTEST_PASSWORD = 8;

  private final Surroundings around;

  @Parameters(paramLabel = "NAME", description = "Who it is; kept beside what they change.")
  private String name = "";

  @Option(names = "--read-only", description = "They may look at schemas and change none.")
  private boolean readOnly;

  @Option(names = "--token", description = "Make a token, instead of asking for a password.")
  private boolean token;

  @Mixin private CommonOptions common = new CommonOptions();

  public RegistryUserCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    if (name.isBlank() || name.startsWith("#") || name.chars().anyMatch(c -> c == ':' || c < ' ')) {
      throw new CommandFailure(
          ExitCode.USAGE, "NAME: expected a name without colons, and no # in front", null);
    }
    Output output = common.output(around);
    SecureRandom random = new SecureRandom();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("user", name);
    SecretHash hash;
    if (token) {
      String made = SecretHash.newToken(random);
      hash = SecretHash.ofToken(made);
      document.put("token", made);
      if (!common.json()) {
        output.note("The token of " + name + ", which nobody can show again: " + made);
      }
    } else {
      hash = SecretHash.ofPassword(password(), random);
    }
    String line = name + ":" + (readOnly ? "read" : "write") + ":" + hash;
    document.put("line", line);
    output.line(line);
    output.document(document);
    return ExitCode.OK.number();
  }

  private char[] password() throws IOException {
    String asked = Question.secret(around, "Password of " + name);
    String password = asked == null ? around.in().readLine() : asked;
    if (password == null || password.length() < SHORTEST_PASSWORD) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the password: expected " + SHORTEST_PASSWORD + " characters or more",
          "On standard input it is one line: sluice registry user NAME < FILE");
    }
    return password.toCharArray();
  }
}
