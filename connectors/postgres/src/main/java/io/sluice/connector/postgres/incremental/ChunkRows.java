package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import io.sluice.connector.postgres.snapshot.CopyRow;
import io.sluice.connector.postgres.value.Binary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
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
  private final boolean guarded;
  private final int[] identity;
  private final @Nullable Object[] cells;
  private Processed processed;
  private byte[] last = {};
  private int keyAt;
  private long bytes;
  private int count;

  /**
   * @param window hears of the rows' keys if it is open
   * @param here the offset of the place in the stream
   */
  ChunkRows(
      Setup setup, RecordSink sink, Window window, Chunk chunk, TableRead read, StreamOffset here) {
    this.setup = setup;
    this.sink = sink;
    this.window = window;
    this.chunk = chunk;
    this.format = chunk.format();
    this.here = here;
    this.block =
        setup
            .source()
            .snapshot(
                format,
                read.kind() == Kind.INCREMENTAL ? "incremental" : "true",
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
   * Gives a row out.
   *
   * @param row as COPY sent it: the format's columns, then those of the key as text
   */
  void give(byte[] row) {
    keyAt = CopyRow.decode(format, row, 0, chunk.walked().size(), cells);
    if (sink.waiting() == 0) {
      processed = Processed.now(setup.clock());
    }
    if (guarded) {
      window.add(cells, identity);
    }
    sink.add(
        new SourceRecord(
            setup.partition(),
            here,
            format.topic(),
            null,
            format.keySchema(),
            format.key(cells),
            format.envelopeSchema(),
            format.envelope(null, format.row(cells), block, "r", processed),
            null,
            format.headers(null)),
        row.length);
    last = row;
    bytes += row.length;
    count++;
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
    List<String> key = new ArrayList<>();
    int at = keyAt;
    for (int i = 0; i < chunk.walked().size(); i++) {
      int length = Binary.int32(last, at);
      at += 4;
      key.add(new String(last, at, length, StandardCharsets.UTF_8));
      at += length;
    }
    return key;
  }
}
