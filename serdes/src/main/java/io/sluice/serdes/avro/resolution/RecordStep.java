package io.sluice.serdes.avro.resolution;

import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Writes the records of one schema under another; complete before the first one. */
final class RecordStep implements Step {
  private List<Part> parts = List.of();

  /**
   * A field of the other schema.
   *
   * @param from the position in the record that is written; -1 if it has no such field
   */
  record Part(Schema.Field field, int from, Step step) {}

  /**
   * @param all in the order in which the other schema has them
   */
  void complete(List<Part> all) {
    parts = List.copyOf(all);
  }

  @Override
  public void write(@Nullable Object value, Encoder to) throws IOException {
    IndexedRecord record = (IndexedRecord) value;
    for (Part part : parts) {
      try {
        part.step().write(record == null || part.from() < 0 ? null : record.get(part.from()), to);
      } catch (MisfitException e) {
        throw e.under(part.field().name());
      }
    }
  }
}
