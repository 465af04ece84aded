package io.sluice.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The description of all other routes. It tells nothing of the project, so everybody may see it.
 */
final class DescriptionEndpoint {
  private static final String TYPE = "application/json";

  /**
   * Made of the routes, and held against them, when this was built: docs/reference/openapi.json.
   */
  private static final String RESOURCE = "/io/sluice/server/docs/reference/openapi.json";

  private DescriptionEndpoint() {}

  /** These routes, and the one that describes them. */
  static List<Route> with(List<Route> routes, String version) {
    Answer description = Answer.bytes(TYPE, description(version));
    List<Route> all = new ArrayList<>(routes);
    all.add(
        Route.get(Drafts.ROOT + "/openapi.json")
            .needs(Access.open())
            .described("getDescription", "server", "This description")
            .answers(Reply.text(TYPE, "OpenAPI 3.1"))
            .does(request -> description));
    return List.copyOf(all);
  }

  private static byte[] description(String version) {
    try (InputStream resource =
        Objects.requireNonNull(DescriptionEndpoint.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      JsonMapper mapper = JsonMapper.builder().build();
      JsonNode document = mapper.readTree(resource);
      document.withObject("/info").put("version", version);
      return document.toPrettyString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }
}
