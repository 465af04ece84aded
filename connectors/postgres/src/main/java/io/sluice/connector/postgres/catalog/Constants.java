package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.value.Binary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Constants of SQL in the binary form that the decoders read, as the server itself writes them.
 * Each is asked for once: a thousand tables have a handful of defaults between them. Used by one
 * thread.
 */
final class Constants {

  /** Of {@code COPY}'s binary form: the signature, flags, no extension, and a row's count. */
  private static final int BEFORE_FIRST_VALUE = 19 + 2;

  private final Connection connection;
  private final Map<String, byte[]> known = new HashMap<>();

  Constants(Connection connection) {
    this.connection = connection;
  }

  /** Asks for those that are not known yet, in one question. */
  void learn(Collection<String> expressions) throws SQLException {
    List<String> unknown =
        expressions.stream().filter(each -> !known.containsKey(each)).distinct().toList();
    if (unknown.isEmpty()) {
      return;
    }
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (SELECT " + String.join(", ", unknown) + ") TO STDOUT (FORMAT binary)");
    byte[] row = copy.readFromCopy();
    int at = BEFORE_FIRST_VALUE;
    for (String expression : unknown) {
      int length = Binary.int32(row, at);
      known.put(expression, Arrays.copyOfRange(row, at + 4, at + 4 + length));
      at += 4 + length;
    }
    while (row != null) {
      row = copy.readFromCopy();
    }
  }

  /** The value of one that was learnt. */
  byte[] of(String expression) {
    return Objects.requireNonNull(known.get(expression), "asked for before it was learnt");
  }

  /** A type changed, so that the same text may have another form. */
  void forget() {
    known.clear();
  }
}
