package io.sluice.registry.http.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.registry.Registry;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.compatibility.Verdict;
import io.sluice.schema.compatibility.Verdict.Conflict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /compatibility}: whether a schema would be accepted. */
final class CompatibilityEndpoints {
  private static final String VERSIONS = "/compatibility/subjects/{subject}/versions";

  /** So many explain; a schema of a thousand fields held against a hundred versions has more. */
  private static final int MOST_MESSAGES = 100;

  private final Registry registry;

  CompatibilityEndpoints(Registry registry) {
    this.registry = registry;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.ask(VERSIONS, this::againstAll),
        Endpoint.ask(VERSIONS + "/{version}", this::againstOne));
  }

  private CheckDocument againstAll(Call call) {
    SchemaDraft draft = call.body(SchemaRequest.class).draft();
    return document(
        call.work(() -> registry.check(call.subject(), draft, call.flag("normalize"))), call);
  }

  private CheckDocument againstOne(Call call) {
    int version = VersionNumber.parse(call.path("version"));
    SchemaDraft draft = call.body(SchemaRequest.class).draft();
    return document(
        call.work(
            () -> registry.checkAgainst(call.subject(), version, draft, call.flag("normalize"))),
        call);
  }

  /**
   * The verdict.
   *
   * @param messages why not; null unless asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CheckDocument(
      @JsonProperty("is_compatible") boolean isCompatible, @Nullable List<String> messages) {}

  private static CheckDocument document(Verdict verdict, Call call) {
    return new CheckDocument(
        verdict.isCompatible(),
        call.flag("verbose")
            ? verdict.conflicts().stream()
                .limit(MOST_MESSAGES)
                .map(CompatibilityEndpoints::message)
                .toList()
            : null);
  }

  /** In the form that Confluent's messages have, which some people pick apart. */
  private static String message(Conflict conflict) {
    return "{errorType:'%s', path:'%s', description:'%s', oldSchemaVersion: %d, reader: '%s'}"
        .formatted(
            conflict.incompatibility().kind(),
            conflict.incompatibility().path(),
            conflict.incompatibility().description(),
            conflict.version(),
            switch (conflict.reader()) {
              case OF_THE_NEW -> "new schema";
              case OF_THE_EARLIER -> "old schema";
            });
  }
}
