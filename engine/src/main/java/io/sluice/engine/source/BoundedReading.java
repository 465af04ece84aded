package io.sluice.engine.source;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** How a source that can end is told to, and how its tasks say that they are at their end. */
public final class BoundedReading {
  /** Config key of a source connector that can end; declared in its ConfigDef. */
  public static final String SETTING = "sluice.bounded";

  /** Header, with the value true, of the record by which a task says that it is at its end. */
  public static final String END_OF_STREAM = "sluice.end-of-stream";

  private BoundedReading() {}

  /**
   * Which of these records says that the task is at its end; -1 if none does.
   *
   * @param name of the header that says it; null if the task is read for ever
   */
  static int end(List<SourceRecord> records, @Nullable String name) {
    if (name != null) {
      for (int i = 0; i < records.size(); i++) {
        if (says(records.get(i).headers(), name)) {
          return i;
        }
      }
    }
    return -1;
  }

  private static boolean says(@Nullable Headers headers, String name) {
    if (headers == null || headers.isEmpty()) {
      return false;
    }
    Header header = headers.lastWithName(name);
    return header != null
        && (header.schema() == null || header.schema().type() == Schema.Type.BOOLEAN)
        && Boolean.TRUE.equals(header.value());
  }
}
