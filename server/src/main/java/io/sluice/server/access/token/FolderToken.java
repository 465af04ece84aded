package io.sluice.server.access.token;

import io.sluice.http.access.SecretHash;
import io.sluice.server.access.Actors;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * With what the command line comes that runs in the server's own folder: whoever may read the file
 * in which it stands could change the state itself. It is nowhere else, so it is worth nothing when
 * the server ends, however that happens.
 */
public final class FolderToken {
  /** Who works on the server's machine, as the user that it runs as. */
  public static final Identity COMMAND_LINE =
      new Identity(Actors.COMMAND_LINE, Map.of(Identity.EVERYWHERE, Role.ADMIN));

  private final TokenText text;
  private final SecretHash hash;

  public FolderToken(SecureRandom random) {
    this.text = TokenText.make(random);
    this.hash = text.hash();
  }

  /** For the file in the state folder, of which nobody else may read. */
  public String secret() {
    return text.secret();
  }

  /** Who comes with this. */
  public Optional<Identity> recognise(String sent) {
    return hash.matches(sent) ? Optional.of(COMMAND_LINE) : Optional.empty();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return text.toString();
  }
}
