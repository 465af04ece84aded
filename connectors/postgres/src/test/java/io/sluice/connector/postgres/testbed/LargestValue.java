package io.sluice.connector.postgres.testbed;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.SourceTaskHarness;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Reads a value from a table, then from the stream, in a JVM with a heap for it. Arguments: the
 * database's URL, the statement that has the value streamed, settings as {@code name=value}. Says
 * how long each value is and the sum of its bytes.
 */
public final class LargestValue {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private LargestValue() {}

  public static void main(String[] args) throws SQLException {
    Map<String, String> config = new HashMap<>();
    for (String setting : List.of(args).subList(2, args.length)) {
      config.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source =
        new SourceTaskHarness(PostgresConnector::new, config, offsets).start()) {
      say("snapshot", next(source));
      try (Connection connection = DriverManager.getConnection(args[0]);
          Statement statement = connection.createStatement()) {
        statement.execute(args[1]);
      }
      say("stream", next(source));
    }
  }

  private static SourceRecord next(SourceTaskHarness source) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      List<SourceRecord> some = source.pollFor(Duration.ofSeconds(1));
      source.commit(some);
      List<SourceRecord> rows = TestSource.rows(some);
      if (!rows.isEmpty()) {
        return rows.get(0);
      }
    }
    throw new IllegalStateException("No record within " + LIMIT);
  }

  private static void say(String where, SourceRecord one) {
    Struct after = TestSource.after(one);
    Object body = after.get("body");
    long sum = 0;
    int length;
    if (body instanceof ByteBuffer bytes) {
      length = bytes.remaining();
      for (int i = 0; i < length; i++) {
        sum += bytes.get(bytes.position() + i);
      }
    } else {
      String text = (String) body;
      length = text.length();
      for (int i = 0; i < length; i++) {
        sum += text.charAt(i);
      }
    }
    System.out.println(where + " " + length + " " + sum);
  }
}
