package io.sluice.server.fleet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.checkpoint.Reset;
import io.sluice.state.checkpoint.ResetCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a connector is to go on, as Connect words it: a list of partitions with their offsets.
 *
 * @param offsets those that are moved; empty to forget all
 * @param forgotten whether all are forgotten
 */
record WantedOffsets(ArrayNode offsets, boolean forgotten) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  /** Tells where a time is in the topics of a connector. */
  interface Times {
    ArrayNode from(Instant time) throws InterruptedException;
  }

  /**
   * What somebody asked for.
   *
   * @param before where the connector is
   * @throws Refusal when that cannot be meant
   */
  static WantedOffsets of(String pipeline, OffsetRequest request, JsonNode before, Times times)
      throws InterruptedException {
    if (request.beginning()) {
      return new WantedOffsets(JSON.createArrayNode(), true);
    }
    if (request.time().isPresent()) {
      ArrayNode offsets = times.from(request.time().get());
      if (offsets.isEmpty()) {
        throw new Refusal(Kind.CONFLICT, "the topics of this sink are not there", null);
      }
      return new WantedOffsets(offsets, false);
    }
    if (request.offset().isEmpty()) {
      throw new Refusal(
          Kind.INVALID,
          request.sink().isPresent()
              ? "offset: expected a position as {\"kafka_offset\": 7}"
              : "offset: expected a position in the source's own words",
          null);
    }
    ArrayNode wanted = JSON.createArrayNode();
    ObjectNode pair = wanted.addObject();
    pair.set(
        "partition",
        request
            .partition()
            .<JsonNode>map(JSON::valueToTree)
            .orElseGet(() -> onlyPartition(pipeline, before)));
    pair.set("offset", JSON.valueToTree(request.offset()));
    if (request.sink().isEmpty()) { // Of sinks Connect itself knows the form.
      judge(pair, before);
    }
    return new WantedOffsets(wanted, false);
  }

  private static void judge(JsonNode wanted, JsonNode before) {
    Map<String, String> stored = new HashMap<>();
    before.forEach(
        each -> stored.put(canonical(each.path("partition")), canonical(each.path("offset"))));
    List<String> faults;
    try {
      faults =
          ResetCheck.of(
                  Reset.only(
                      Map.of(
                          canonical(wanted.path("partition")), canonical(wanted.path("offset")))),
                  stored)
              .faults();
    } catch (IllegalArgumentException wrong) {
      throw new Refusal(
          Kind.INVALID, "offset: expected texts, numbers and truth values", null, wrong);
    }
    if (!faults.isEmpty()) {
      throw new Refusal(
          Kind.INVALID,
          String.join("; ", faults),
          "Take one of the positions that the source has now, and change its values. Nothing was"
              + " changed.");
    }
  }

  private static String canonical(JsonNode object) {
    return CanonicalJson.write(JSON.convertValue(object, OBJECT));
  }

  private static JsonNode onlyPartition(String pipeline, JsonNode before) {
    if (before.size() == 1) {
      return before.get(0).path("partition");
    }
    List<String> known = new ArrayList<>();
    before.forEach(each -> known.add(each.path("partition").toString()));
    throw new Refusal(
        Kind.INVALID,
        known.isEmpty()
            ? "partition: pipeline "
                + pipeline
                + " has no position there yet, so that its partition is unknown"
            : "partition: expected one of " + String.join(", ", known),
        "Say which of its partitions is meant.");
  }

  /** Where it would be then: partitions that nobody named stay where they are. */
  ArrayNode after(JsonNode before) {
    ArrayNode after = JSON.createArrayNode();
    if (forgotten) {
      return after;
    }
    before.forEach(
        each -> {
          boolean moved = false;
          for (JsonNode wanted : offsets) {
            moved |= wanted.path("partition").equals(each.path("partition"));
          }
          if (!moved) {
            after.add(each);
          }
        });
    return after.addAll(offsets);
  }

  /**
   * How many offsets of a sink lie between where it is and where it is to go on.
   *
   * @param back whether those are meant that come again, and not those that are left out
   */
  long between(JsonNode before, boolean back) {
    long sum = 0;
    for (JsonNode was : before) {
      for (JsonNode wanted : offsets) {
        if (wanted.path("partition").equals(was.path("partition"))) {
          long ahead = kafkaOffset(wanted) - kafkaOffset(was);
          sum += back ? Math.max(0, -ahead) : Math.max(0, ahead);
        }
      }
    }
    return sum;
  }

  private static long kafkaOffset(JsonNode pair) {
    return pair.path("offset").path("kafka_offset").asLong();
  }
}
