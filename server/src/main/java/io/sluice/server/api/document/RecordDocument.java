package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.RecordImage;
import io.sluice.engine.tap.TapStep;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.server.records.NodeJson;
import io.sluice.server.records.Operation;
import io.sluice.server.records.StageNames;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A record that somebody looks at. */
@Meaning("A record on its way through a pipeline")
public record RecordDocument(
    @Meaning("The same at each stage") long id,
    @Meaning("Rises whenever it has come further") long sequence,
    @Meaning("When the source gave it") Instant at,
    @Meaning("Number of the source task that gave it") int sourceTask,
    @Nullable JsonNode sourcePartition,
    @Nullable JsonNode sourceOffset,
    @Meaning("The stages that it came by: transforms only if they changed, dropped or refused it")
        List<Step> steps) {

  /** What became of it at one stage. */
  @Meaning("How a record left a stage, or was put into a sink")
  public record Step(
      @Meaning("As source, transform:mask, sink:warehouse") String stage,
      Instant at,
      @Meaning("passed, dropped, failed") String outcome,
      @Meaning("Why it failed; the class alone where the pipeline masks, since it may quote values")
          @Nullable String error,
      @Meaning("create, update, delete, read, tombstone, as the value tells; absent if it does not")
          @Nullable String operation,
      @Nullable String topic,
      @Meaning("The record's own") @Nullable Instant timestamp,
      @Meaning("Name of the key's schema, or of its type") @Nullable String keyType,
      @Meaning("Decimals and whole numbers beyond 64 bits are text, bytes base64")
          @Nullable JsonNode key,
      @Nullable String valueType,
      @Nullable JsonNode value,
      @Nullable JsonNode headers,
      @Meaning("Pointers to what a mask made, or hides") @Nullable List<String> masked,
      @Meaning("Pointers to what is cut or left out") @Nullable List<String> cut) {}

  /** With the steps that are wanted. */
  public static RecordDocument of(TappedRecord record, Predicate<TapStep> wanted) {
    NodeJson json = new NodeJson();
    Branch position = (Branch) record.position();
    return new RecordDocument(
        record.id(),
        record.sequence(),
        record.at(),
        record.task(),
        part(json, position, "partition"),
        part(json, position, "offset"),
        record.steps().stream().filter(wanted).map(RecordDocument::step).toList());
  }

  private static @Nullable JsonNode part(NodeJson json, Branch position, String name) {
    return position.children().stream()
        .filter(child -> child.name().equals(name))
        .map(Child::node)
        .map(node -> json.of(node, ""))
        .findFirst()
        .orElse(null);
  }

  private static Step step(TapStep step) {
    RecordImage image = step.record();
    String stage = StageNames.of(step.stage());
    String outcome = step.outcome().name().toLowerCase(Locale.ROOT);
    if (image == null) {
      return new Step(
          stage,
          step.at(),
          outcome,
          step.error(),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }
    NodeJson json = new NodeJson();
    JsonNode key = json.of(image.key(), "/key");
    JsonNode value = json.of(image.value(), "/value");
    JsonNode headers = json.of(image.headers(), "/headers");
    return new Step(
        stage,
        step.at(),
        outcome,
        step.error(),
        Operation.of(image).map(Operation::word).orElse(null),
        image.topic(),
        image.timestamp(),
        name(image.key().type()),
        key,
        name(image.value().type()),
        value,
        headers.isEmpty() ? null : headers,
        some(json.masked()),
        some(json.cut()));
  }

  private static @Nullable String name(String type) {
    return type.isEmpty() ? null : type;
  }

  private static @Nullable List<String> some(List<String> paths) {
    return Optional.of(paths).filter(list -> !list.isEmpty()).orElse(null);
  }
}
