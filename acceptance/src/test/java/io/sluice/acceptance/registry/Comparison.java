package io.sluice.acceptance.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.acceptance.registry.Api.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Both registries' answers to the same questions. Ids are different numbers in each: what must hold
 * is that one id of the one goes with one id of the other.
 */
final class Comparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Api ours;
  private final Api theirs;
  private final String prefix;
  private final List<int[]> ids = new ArrayList<>();
  private final Map<Integer, Integer> theirsOfOurs = new HashMap<>();
  private final Map<Integer, Integer> oursOfTheirs = new HashMap<>();

  /**
   * @param prefix of the subjects that count
   */
  Comparison(Api ours, Api theirs, String prefix) {
    this.ours = ours;
    this.theirs = theirs;
    this.prefix = prefix;
  }

  /** Both answers, and whether they say the same. */
  record Pair(Step step, Answer ours, Answer theirs, boolean isSame) {
    @Override
    public String toString() {
      return step + "\n  ours   " + ours + "\n  theirs " + theirs;
    }
  }

  /** Asks both. */
  Pair ask(Step step) {
    Answer mine = ours.ask(step.method(), path(step, 0), step.body());
    Answer other = theirs.ask(step.method(), path(step, 1), step.body());
    return new Pair(step, mine, other, isSame(step, mine, other));
  }

  private String path(Step step, int side) {
    int id = step.idOf() < ids.size() ? ids.get(step.idOf())[side] : 987_654;
    return step.path().replace(Step.ID, Integer.toString(id));
  }

  private boolean isSame(Step step, Answer mine, Answer other) {
    if (mine.status() != other.status() || mine.code() != other.code()) {
      return false;
    }
    if (!mine.isGood()) {
      return true;
    }
    return switch (step.kind()) {
      case "register" -> sameId(mine.body(), other.body());
      case "lookup", "version" ->
          sameId(mine.body(), other.body())
              && mine.body().path("version").equals(other.body().path("version"))
              && mine.body().path("subject").equals(other.body().path("subject"))
              && sameText(mine.body(), other.body());
      case "schema" -> sameText(mine.body(), other.body());
      case "subjects" -> names(mine.body()).equals(names(other.body()));
      case "compatible" ->
          mine.body().path("is_compatible").equals(other.body().path("is_compatible"));
      case "level" ->
          mine.body().path("compatibilityLevel").equals(other.body().path("compatibilityLevel"));
      case "set-level" ->
          mine.body().path("compatibility").equals(other.body().path("compatibility"));
      case "id-versions" -> versions(mine.body()).equals(versions(other.body()));
      case "text" -> true; // of Protobuf each has a form of its own; of the others see "version"
      default -> mine.body().equals(other.body());
    };
  }

  private boolean sameId(JsonNode mine, JsonNode other) {
    int id = mine.path("id").asInt();
    int theirId = other.path("id").asInt();
    Integer known = theirsOfOurs.putIfAbsent(id, theirId);
    Integer back = oursOfTheirs.putIfAbsent(theirId, id);
    if (known == null && back == null) {
      ids.add(new int[] {id, theirId});
    }
    return (known == null || known == theirId) && (back == null || back == id);
  }

  private static boolean sameText(JsonNode mine, JsonNode other) {
    String text = mine.path("schema").asText();
    String their = other.path("schema").asText();
    try {
      return JSON.readTree(text).equals(JSON.readTree(their));
    } catch (JsonProcessingException e) {
      // Protobuf: each writes it in a form of its own.
      return text.replaceAll("\\s", "").equals(their.replaceAll("\\s", ""));
    }
  }

  private Set<String> names(JsonNode list) {
    Set<String> names = new TreeSet<>();
    list.forEach(
        each -> {
          if (each.asText().startsWith(prefix)) {
            names.add(each.asText());
          }
        });
    return names;
  }

  private Set<String> versions(JsonNode list) {
    Set<String> versions = new TreeSet<>();
    list.forEach(
        each -> {
          if (each.path("subject").asText().startsWith(prefix)) {
            versions.add(each.path("subject").asText() + "@" + each.path("version"));
          }
        });
    return versions;
  }
}
