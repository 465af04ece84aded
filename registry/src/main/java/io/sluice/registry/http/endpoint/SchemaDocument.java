package io.sluice.registry.http.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.registry.http.call.Call;
import io.sluice.registry.http.call.Endpoint.LongAnswer;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.StoredSchema;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.registry.store.ContentNotes;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema as the API shows it. Clients of before Protobuf know no {@code schemaType}, so that
 * Avro's is left out; guid, time and that it is not deleted are for those who say that they bear
 * unknown fields.
 *
 * @param ts when it became this version, in milliseconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SchemaDocument(
    @Nullable String subject,
    @Nullable Integer version,
    @Nullable Integer id,
    @Nullable Integer maxId,
    @Nullable String guid,
    @Nullable SchemaType schemaType,
    List<SchemaReference> references,
    @Nullable Metadata metadata,
    @Nullable RuleSet ruleSet,
    @Nullable String schema,
    @Nullable Long ts,
    @Nullable Boolean deleted)
    implements LongAnswer {

  @Override
  public long characters() {
    long text = schema == null ? 0 : schema.length();
    return text + ContentNotes.of(references, metadata, ruleSet).length();
  }

  /** A version, with everything that says which one it is. */
  static SchemaDocument of(SchemaVersion version, String text, Call call) {
    SchemaContent content = version.schema().content();
    boolean whole = call.acceptsUnknownFields();
    return new SchemaDocument(
        version.subject().toString(),
        version.version(),
        version.id(),
        null,
        whole ? version.schema().guid() : null,
        type(content, whole),
        content.references(),
        content.metadata(),
        content.ruleSet(),
        text,
        whole ? version.registeredAt().toEpochMilli() : null,
        whole || version.isDeleted() ? version.isDeleted() : null);
  }

  /** The answer to who registered it: its id, which is all that older clients know. */
  static SchemaDocument registered(SchemaVersion version, Call call) {
    if (call.acceptsUnknownFields()) {
      SchemaDocument whole = of(version, version.schema().content().text(), call);
      return new SchemaDocument(
          null,
          whole.version,
          whole.id,
          null,
          whole.guid,
          whole.schemaType,
          whole.references,
          whole.metadata,
          whole.ruleSet,
          whole.schema,
          whole.ts,
          whole.deleted);
    }
    return new SchemaDocument(
        null, null, version.id(), null, null, null, List.of(), null, null, null, null, null);
  }

  /**
   * A schema by its id, which the client knows.
   *
   * @param use where it is used; null if it need not be said
   */
  static SchemaDocument byId(
      StoredSchema schema,
      String text,
      @Nullable SubjectVersion use,
      @Nullable Integer maxId,
      Call call) {
    SchemaContent content = schema.content();
    boolean whole = call.acceptsUnknownFields();
    return new SchemaDocument(
        use == null ? null : use.subject().toString(),
        use == null ? null : use.version(),
        null,
        maxId,
        whole ? schema.guid() : null,
        type(content, whole),
        content.references(),
        content.metadata(),
        content.ruleSet(),
        text,
        null,
        null);
  }

  private static @Nullable SchemaType type(SchemaContent content, boolean whole) {
    return content.type() == SchemaType.AVRO && !whole ? null : content.type();
  }
}
