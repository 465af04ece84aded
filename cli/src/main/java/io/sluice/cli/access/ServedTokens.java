package io.sluice.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerClient;
import io.sluice.server.access.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of a server, which keeps them as {@code sluice token} does in its state. */
final class ServedTokens {
  private static final String TOKENS = "/tokens";

  private final ServerClient server;

  ServedTokens(ServerClient server) {
    this.server = server;
  }

  /** All of them, good or not. */
  JsonNode list() {
    return server.get(TOKENS).path("tokens");
  }

  /**
   * Makes one; its secret is under {@code token}.
   *
   * @param lifetime null for the server's usual one
   */
  ObjectNode make(
      String name, Map<String, Role> grants, @Nullable Duration lifetime, String reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    Map<String, String> roles = new LinkedHashMap<>();
    grants.forEach((where, role) -> roles.put(where, role.word()));
    body.put("grants", roles);
    if (lifetime != null) {
      body.put("lifetime_ms", lifetime.toMillis());
    }
    JsonNode made = server.post(ServedPipeline.query(TOKENS, Map.of("reason", reason)), body);
    ObjectNode document = made.path("token").deepCopy();
    document.set("token", made.path("secret"));
    return document;
  }

  /**
   * Ends one.
   *
   * @param token its id, or the name of one that is good
   */
  JsonNode revoke(String token, String reason) {
    String path = TOKENS + "/" + ServedPipeline.encoded(token);
    return server.delete(ServedPipeline.query(path, Map.of("reason", reason)));
  }
}
