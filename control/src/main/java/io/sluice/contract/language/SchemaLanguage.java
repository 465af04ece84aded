package io.sluice.contract.language;

import io.sluice.contract.subject.SubjectRegistry.Version;
import io.sluice.schema.SchemaSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;

/** One language of schemas, as our converter for it maps Connect's. Thread-safe. */
public interface SchemaLanguage {
  /**
   * The schema in this language: equal schemas give equal text.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the language has no words for it
   */
  SchemaSource write(Schema schema);

  /**
   * The schema as the next version of a subject. The same as without a subject, unless the language
   * has more to say of a field than its name: what readers of earlier versions know it by.
   *
   * @param earlier the subject's versions, the newest first; each is asked for when it is looked at
   * @throws org.apache.kafka.connect.errors.DataException if the language has no words for it
   */
  default SchemaSource write(Schema schema, Supplier<Stream<SchemaSource>> earlier) {
    return write(schema);
  }

  /**
   * Where records of a schema would be taken for something else by who reads them with an earlier
   * version, since the language knows a field by something else than its name; empty if nowhere.
   *
   * @param versions of the subject, the newest first; each is asked for when it is looked at
   * @return for each place the path and what it was, with the number of the version
   */
  default List<String> contradictions(SchemaSource schema, Supplier<Stream<Version>> versions) {
    return List.of();
  }

  /**
   * What a field of that name is called in schemas that are read: another name if it is no name.
   */
  default String fieldName(String name) {
    return name;
  }

  /**
   * The schema that records have which are read with this one.
   *
   * @throws org.apache.kafka.connect.errors.DataException if Connect has no words for it
   */
  Schema read(SchemaSource schema);
}
