package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.event.EventRecord;
import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.snapshot.CopyRow;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The rows of a chunk on their way to the sink. Belongs to the reading thread. */
final class ChunkRows {

  private final Setup setup;
  private final RecordSink sink;
  private final Window window;
  private final TableFormat format;
  private final Chunk chunk;
  private final StreamOffset here;
  private final Struct block;
  private final Map<Object, Boolean> passed;
  private final boolean guarded;
  private final int[] identity;
  private final @Nullable Object[] cells;
  private Processed processed;
  private byte[] last = {};
  private int keyAt;
  private long bytes;
  private int count;
  private int seen;

  /**
   * @param window hears of the rows' keys if it is open
   * @param here the offset of the place in the stream
   * @param passed rows that the stream has delivered as they became after the chunk was read, with
   *     whether it had all of them
   */
  ChunkRows(
      Setup setup,
      RecordSink sink,
      Window window,
      Chunk chunk,
      TableRead read,
      StreamOffset here,
      Map<Object, Boolean> passed) {
    this.setup = setup;
    this.sink = sink;
    this.window = window;
    this.chunk = chunk;
    this.format = chunk.format();
    this.here = here;
    this.passed = passed;
    this.block =
        setup
            .source()
            .snapshot(
                format,
                read.isInOneGo() ? "true" : "incremental",
                chunk.micros(),
                chunk.visibility().xmax(),
                chunk.end());
    int[] places = Window.places(format, chunk.identity());
    this.guarded = window.isOpen() && places != null && places.length > 0;
    this.identity = places == null ? new int[0] : places;
    this.cells = new Object[format.columns()];
    this.processed = Processed.now(setup.clock());
  }

  /**
   * Gives rows out.
   *
   * @param batch as COPY sent them: the format's columns, then those of the key as text
   * @return false when one has to be read again, and with it what follows: it is older than what
   *     the stream delivered of it, which was not all of the row
   */
  boolean give(List<?> batch) {
    for (Object row : batch) {
      if (!give((byte[]) row)) {
        return false;
      }
    }
    return true;
  }

  private boolean give(byte[] row) {
    int behind = CopyRow.decode(format, row, 0, chunk.walked().size(), cells);
    if (!passed.isEmpty()) {
      Boolean whole = passed.get(Window.key(cells, identity));
      if (Boolean.FALSE.equals(whole)) {
        return false;
      }
      if (whole != null) {
        seen(row, behind);
        return true;
      }
    }
    if (sink.waiting() == 0) {
      processed = Processed.now(setup.clock());
    }
    if (guarded) {
      window.add(cells, identity);
    }
    sink.add(
        new EventRecord(
            setup.partition(),
            here,
            format,
            format.key(cells),
            format.envelope(null, format.row(cells), block, "r", processed),
            null),
        row.length);
    seen(row, behind);
    count++;
    return true;
  }

  private void seen(byte[] row, int behind) {
    last = row;
    keyAt = behind;
    bytes += row.length;
    seen++;
  }

  /** How many rows there were, given out or not. */
  int seen() {
    return seen;
  }

  /** How many rows were given out. */
  int count() {
    return count;
  }

  /** Their bytes on the wire. */
  long bytes() {
    return bytes;
  }

  /** The key of the last row as the server writes it, out of the columns behind the row's own. */
  List<String> lastKey() {
    return CopyRow.texts(last, keyAt, chunk.walked().size());
  }
}
