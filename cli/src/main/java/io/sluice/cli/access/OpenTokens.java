package io.sluice.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.registry.StorageOptions;
import io.sluice.project.ProjectSettings;
import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Grant;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.access.token.Tokens;
import io.sluice.state.StateDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tokens in a state that is open as long as a command needs it. */
final class OpenTokens {
  private OpenTokens() {}

  /**
   * Does something with them.
   *
   * @throws CommandFailure for what they refuse
   */
  static <T> T in(Surroundings around, StorageOptions storage, Function<Tokens, T> work) {
    return in(around, storage::makeState, work);
  }

  /**
   * The same in a state that is there: who looks makes none.
   *
   * @throws CommandFailure also if there is none
   */
  static <T> T present(Surroundings around, StorageOptions storage, Function<Tokens, T> work) {
    return in(around, storage::openState, work);
  }

  private static <T> T in(
      Surroundings around,
      Function<Surroundings, StateDatabase> opening,
      Function<Tokens, T> work) {
    AccessSettings settings = AccessSettings.of(ProjectSettings.read(around.directory()).server());
    try (StateDatabase state = opening.apply(around)) {
      return answered(
          () -> work.apply(new Tokens(state, around.clock(), new SecureRandom(), settings)));
    }
  }

  /**
   * What there is to say of grants, or is done with tokens.
   *
   * @throws CommandFailure for what is refused
   */
  static <T> T answered(Supplier<T> work) {
    try {
      return work.get();
    } catch (AccessRefusal refusal) {
      throw new CommandFailure(
          code(refusal.kind()), String.valueOf(refusal.getMessage()), refusal.hint(), refusal);
    }
  }

  /** Who works on the state itself: it is theirs. */
  static Identity operator() {
    return new Identity(
        System.getProperty("user.name", "unknown"), Map.of(Identity.EVERYWHERE, Role.ADMIN));
  }

  /** A token for programs, without its secret. */
  static Map<String, Object> document(AccessToken token, Instant now) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", token.id());
    document.put("name", token.name());
    document.put("state", state(token, now));
    Map<String, String> grants = new LinkedHashMap<>();
    new TreeMap<>(token.grants()).forEach((where, role) -> grants.put(where, role.word()));
    document.put("grants", grants);
    document.put("made_at", token.madeAt().toString());
    document.put("made_by", token.madeBy());
    document.put("expires_at", token.expiresAt().toString());
    put(document, "used_at", token.usedAt());
    put(document, "revoked_at", token.revokedAt());
    put(document, "revoked_by", token.revokedBy());
    return document;
  }

  /** The same as a server says it. */
  static ObjectNode json(Map<String, Object> document) {
    return JsonMapper.builder().build().valueToTree(document);
  }

  /** What the token of a document may do, for people. */
  static String grants(JsonNode token) {
    Map<String, Role> grants = new TreeMap<>();
    token
        .path("grants")
        .properties()
        .forEach(
            grant ->
                grants.put(
                    grant.getKey(),
                    Role.valueOf(grant.getValue().asText().toUpperCase(Locale.ROOT))));
    return Grant.shown(grants);
  }

  private static String state(AccessToken token, Instant now) {
    return token.state(now).name().toLowerCase(Locale.ROOT);
  }

  private static void put(Map<String, Object> document, String key, @Nullable Object value) {
    if (value != null) {
      document.put(key, value.toString());
    }
  }

  private static ExitCode code(AccessRefusal.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case CONFLICT -> ExitCode.CONFLICT;
      case INVALID, FORBIDDEN -> ExitCode.USAGE;
    };
  }
}
