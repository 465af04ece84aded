package io.sluice.serdes.random;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** How a format has a value that is one of several in Connect: a struct, one field of it set. */
public interface UnionForm {
  /**
   * Such a struct.
   *
   * @param members at least one, each of which may be null
   * @param number another one for each union
   */
  SchemaBuilder of(List<Schema> members, int number);

  /** Whether a struct is one. */
  boolean isUnion(Schema struct);
}
