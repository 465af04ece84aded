package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TypeReadings;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.Function;

/** A SQLite file that nothing was written to. */
final class SqliteUnderTest implements TargetUnderTest {
  private final String url;

  SqliteUnderTest(Path emptyFolder) {
    url = "jdbc:sqlite:" + emptyFolder.resolve("target.db");
  }

  @Override
  public Map<String, String> config() {
    return Map.of("url", url);
  }

  /** With a function that other databases have. */
  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    Function.create(
        connection,
        "md5",
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            byte[] bytes = value_blob(0);
            if (value_type(0) == 5) { // NULL, which an empty value is to the driver as well.
              result();
            } else {
              result(md5(bytes == null ? new byte[0] : bytes));
            }
          }
        });
    return connection;
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String typeOf(String table, String column) throws SQLException {
    return rows("select type from pragma_table_info('%s') where name = '%s'"
            .formatted(table, column))
        .get(0);
  }

  @Override
  public String familyInsteadOf(String family) {
    return switch (family) {
      case "int16", "int32" -> "int64";
      case "float32" -> "float64";
      case "array of int32" -> "json";
      default -> family;
    };
  }

  @Override
  public String elements(String column) {
    return "case when %1$s is not null then coalesce((select group_concat(coalesce(value, '-'), ',')"
            .formatted(column)
        + " from json_each(%s)), '') end".formatted(column);
  }

  @Override
  public String element(String list, int position) {
    return list + " ->> " + (position - 1);
  }

  @Override
  public Optional<TypeReadings> readings() {
    return Optional.of(new SqliteReadings());
  }

  /** It keeps no such words. */
  @Override
  public List<String> commentOf(String table, String column) {
    return List.of("null");
  }

  @Override
  public String idesOfMarch() {
    return "-0043-03-15 00:00:00";
  }

  @Override
  public int longestName() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean columnCaseMatters() {
    return false;
  }

  @Override
  public void close() {}
}
