package io.sluice.acceptance.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.acceptance.registry.SchemaPool.Variant;
import io.sluice.schema.SchemaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Questions at random, about a few subjects of one sequence. */
final class RandomSteps {
  private static final List<String> LEVELS =
      List.of(
          "NONE",
          "BACKWARD",
          "FORWARD",
          "FULL",
          "BACKWARD_TRANSITIVE",
          "FORWARD_TRANSITIVE",
          "FULL_TRANSITIVE",
          "SIDEWARD");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random;
  private final String prefix;

  /**
   * @param prefix of all its subjects, which no other sequence has
   */
  RandomSteps(long seed, String prefix) {
    this.random = new Random(seed);
    this.prefix = prefix;
  }

  Step next() {
    SchemaType type = SchemaType.values()[random.nextInt(SchemaType.values().length)];
    String subject = prefix + type.name().charAt(0) + (random.nextInt(8) == 0 ? "-other" : "");
    String path = "/subjects/" + subject;
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> withSchema("register", path + "/versions", type);
      case 5, 6 -> withSchema("lookup", path, type);
      case 7 -> plain("versions", "GET", path + "/versions" + deletedToo());
      case 8, 9 -> plain("version", "GET", path + "/versions/" + version() + deletedToo());
      case 10 -> plain("delete-version", "DELETE", path + "/versions/" + version() + permanently());
      case 11 -> plain("delete-subject", "DELETE", path + permanently());
      case 12 -> byId("schema", "/schemas/ids/" + Step.ID);
      case 13 -> byId("id-versions", "/schemas/ids/" + Step.ID + "/versions");
      case 14 -> plain("set-level", "PUT", "/config/" + subject, level());
      case 15 -> plain("level", "GET", "/config/" + subject + "?defaultToGlobal=true");
      case 16 -> plain("subjects", "GET", "/subjects" + deletedToo());
      case 17 -> plain("text", "GET", path + "/versions/" + version() + "/schema");
      default -> withSchema("compatible", "/compatibility" + path + "/versions" + oneOrAll(), type);
    };
  }

  private Step withSchema(String kind, String path, SchemaType type) {
    Variant variant =
        List.of(Variant.A, Variant.A, Variant.B, Variant.B, Variant.C, Variant.D)
            .get(random.nextInt(6));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("schemaType", type.name());
    body.put("schema", SchemaPool.text(type, variant));
    return new Step(kind, "POST", path, json(body), 0, type + " " + variant);
  }

  private Step plain(String kind, String method, String path) {
    return plain(kind, method, path, null);
  }

  private static Step plain(String kind, String method, String path, @Nullable String body) {
    return new Step(kind, method, path, body, 0, body == null ? "" : body);
  }

  private Step byId(String kind, String path) {
    return new Step(kind, "GET", path, null, random.nextInt(8), "");
  }

  private String version() {
    return List.of("1", "2", "3", "latest", "9", "nine").get(random.nextInt(6));
  }

  private String oneOrAll() {
    return List.of("", "/latest", "/1", "/2", "/9").get(random.nextInt(5));
  }

  private String deletedToo() {
    return random.nextInt(3) == 0 ? "?deleted=true" : "";
  }

  private String permanently() {
    return random.nextInt(3) == 0 ? "?permanent=true" : "";
  }

  private String level() {
    return json(Map.of("compatibility", LEVELS.get(random.nextInt(LEVELS.size()))));
  }

  private static String json(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
