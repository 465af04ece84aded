package io.sluice.serdes.exchange;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.serdes.client.FoundSchema;
import io.sluice.serdes.client.RegisteredSchema;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.SchemaChoice;
import java.util.List;
import java.util.Optional;

/**
 * Finds the registered schema that a record is written under. Asks the client each time, which
 * remembers; who writes many records remembers by the schema's identity. Thread-safe.
 */
public final class WriterSchemas {
  private final RegistryClient client;
  private final SchemaChoice choice;
  private final SchemaFormat format;

  public WriterSchemas(RegistryClient client, SchemaChoice choice, SchemaFormat format) {
    this.client = client;
    this.choice = choice;
    this.format = format;
  }

  /**
   * What a record is written under.
   *
   * @param own whether it is the record's own schema; if not, its data has to be written with
   *     {@link RegisteredSchema#schema}
   */
  public record Chosen(RegisteredSchema registered, boolean own) {}

  /**
   * The schema to write a record under.
   *
   * @param own the record's own
   * @throws io.sluice.serdes.client.RegistryException if the registry does not have it and may not
   *     get it, or does not answer
   * @throws IncompatibleSchemaException if it is another one that cannot read the record's own
   */
  public Chosen choose(String subject, SchemaText own) {
    if (choice instanceof SchemaChoice.Own plain) {
      return new Chosen(
          plain.register()
              ? client.register(subject, own, plain.normalize())
              : client.lookUp(subject, own, plain.normalize()),
          true);
    }
    boolean strict =
        choice instanceof SchemaChoice.ById byId
            ? byId.strict()
            : ((SchemaChoice.Latest) choice).strict();
    return other(other(subject), subject, own, strict);
  }

  /**
   * The schema to write a record under where that is not its own, whether or not it fits.
   *
   * @throws io.sluice.serdes.client.RegistryException if the registry does not have it, or does not
   *     answer
   */
  public RegisteredSchema other(String subject) {
    if (choice instanceof SchemaChoice.ById byId) {
      FoundSchema found = client.byId(subject, byId.id());
      return new RegisteredSchema(found.subject(), 0, byId.id(), Optional.empty(), found.schema());
    }
    SchemaChoice.Latest latest = (SchemaChoice.Latest) choice;
    return latest.metadata().isEmpty()
        ? client.latest(subject)
        : client.latestWithMetadata(subject, latest.metadata());
  }

  private Chosen other(
      RegisteredSchema registered, String subject, SchemaText own, boolean strict) {
    if (strict) {
      ParsedSchema reader = format.parse(client.resolve(registered));
      ParsedSchema writer = format.parse(client.resolve(subject, own));
      List<Incompatibility> found = format.incompatibilities(reader, writer);
      if (!found.isEmpty()) {
        throw new IncompatibleSchemaException(registered, found);
      }
    }
    return new Chosen(registered, false);
  }
}
