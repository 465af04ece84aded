package io.sluice.connector.postgres.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.testbed.Described;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.connector.postgres.value.Binary;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The server is asked for both forms of random values of every type; both must read alike, in every
 * mode. PostgreSQL 12 and 13 send text only, the snapshot and newer ones send binary.
 */
class TextAndBinaryTest {

  private static final int VALUES = 300;

  /** Makes random values of each type. {@code r} is between 0 and 1, {@code h} 32 hex digits. */
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("bool", "r < 0.5");
    TYPES.put("int2", "(r * 65535 - 32768)::int2");
    TYPES.put("int4", "('x' || left(h, 8))::bit(32)::int4");
    TYPES.put("int8", "('x' || left(h, 16))::bit(64)::int8");
    TYPES.put("oid", "(r * 4294967295)::int8::oid");
    TYPES.put("float4", "((r - 0.5) * 10 ^ (r * 60 - 30))::float4");
    TYPES.put("float8", "(r - 0.5) * 10 ^ (r * 600 - 300)");
    TYPES.put("numeric", "((r - 0.5)::numeric * 10::numeric ^ (r * 60 - 30)::int)");
    TYPES.put("numeric(20,5)", "((r - 0.5) * 10 ^ (r * 14))::numeric");
    TYPES.put("money", "((r - 0.5) * 10 ^ (r * 15))::numeric::money");
    TYPES.put("text", "chr(1 + (r * 50000)::int) || h || repeat('\"\\', (r * 3)::int)");
    TYPES.put("char(40)", "h");
    TYPES.put("\"char\"", "left(h, 1)::\"char\"");
    TYPES.put("bytea", "decode(h, 'hex')");
    TYPES.put("uuid", "h::uuid");
    TYPES.put("json", "json_build_object('a', h, 'b', r)");
    TYPES.put("jsonb", "jsonb_build_object('a', h, 'b', r)");
    TYPES.put("xml", "('<a>' || h || '</a>')::xml");
    TYPES.put("date", "date '2000-01-01' + ((r - 0.35) * 6000000)::int");
    TYPES.put("time", "time '00:00' + r * interval '1 day'");
    TYPES.put("time(2)", "time '00:00' + r * interval '1 day'");
    TYPES.put(
        "timetz",
        "(time '00:00' + r * interval '1 day')::text::time at time zone"
            + " make_interval(secs => ((r - 0.5) * 80000)::int)");
    TYPES.put("timestamp", "timestamp '2000-01-01' + (r - 0.5) * interval '12000 years'");
    TYPES.put("timestamp(3)", "timestamp '2000-01-01' + (r - 0.5) * interval '500 years'");
    TYPES.put("timestamptz", "timestamptz '2000-01-01' + (r - 0.5) * interval '12000 years'");
    TYPES.put("timestamptz(1)", "timestamptz '2000-01-01' + (r - 0.5) * interval '500 years'");
    TYPES.put(
        "interval",
        "make_interval((r * 20 - 10)::int, (r * 77)::int - 38, 0, (r * 1000)::int - 700, 0, 0, (0.5"
            + " - r) * 1e7)");
    TYPES.put("inet", "('10.' || (r * 255)::int || '.0.7/' || (r * 32)::int)::inet");
    TYPES.put("cidr", "set_masklen(('10.' || (r * 255)::int || '.0.0')::cidr, 16)");
    TYPES.put(
        "inet[]", "ARRAY[(regexp_replace(h, '(.{4})(?!$)', '\\1:', 'g'))::inet, '::1', NULL]");
    TYPES.put("macaddr", "left(h, 12)::macaddr");
    TYPES.put("macaddr8", "left(h, 16)::macaddr8");
    TYPES.put("bit(1)", "(r * 1)::int::bit(1)");
    TYPES.put("bit(37)", "('x' || left(h, 16))::bit(37)");
    TYPES.put("varbit", "substring(('x' || h)::bit(128)::varbit, 1, (r * 100)::int)");
    TYPES.put(
        "tsvector",
        "setweight(to_tsvector('simple', regexp_replace(h, '(.{3})', '\\1 ', 'g')), 'B') ||"
            + " to_tsvector('simple', 'it''s')");
    TYPES.put("int4range", "int4range((r * 100)::int - 50, (r * 1000)::int)");
    TYPES.put(
        "int8range", "CASE WHEN r < 0.1 THEN 'empty' ELSE int8range(NULL, (r * 1e15)::int8) END");
    TYPES.put("numrange", "numrange((r * -10)::numeric, (r * 1e9)::numeric, '(]')");
    TYPES.put("daterange", "daterange(date '2000-01-01' - (r * 900000)::int, NULL)");
    TYPES.put("tsrange", "tsrange(timestamp '2000-01-01' - r * interval '2500 years', 'infinity')");
    TYPES.put("tstzrange", "tstzrange(timestamptz '2000-01-01' - r * interval '9 years', now())");
    TYPES.put("point", "point((r - 0.5) * 1e10, 1 / (r + 1e-9))");
    TYPES.put("line", "line(point(r, 1), point(r + 3, r * 7))");
    TYPES.put("lseg", "lseg(point(r, 1), point(r + 3, r * 7))");
    TYPES.put("box", "box(point(r, 1), point(r - 3, r * 7))");
    TYPES.put(
        "path",
        "(CASE WHEN r < 0.5 THEN '[' ELSE '(' END || '(' || r || ',2),(3,4)' ||"
            + " CASE WHEN r < 0.5 THEN ']' ELSE ')' END)::path");
    TYPES.put("polygon", "polygon((r * 10)::int + 3, circle(point(r, 1), r + 1))");
    TYPES.put("circle", "circle(point(r, 1), r + 1)");
    TYPES.put("hstore", "hstore(ARRAY['a', h, 'b\"\\', NULL, chr(200 + (r * 900)::int), 'ä'])");
    TYPES.put("citext", "h::citext");
    TYPES.put("ltree", "(left(h, 5) || '.' || right(h, 5))::ltree");
    TYPES.put("mood", "(CASE WHEN r < 0.5 THEN 'sad' ELSE 'it''s, \"so\"' END)::mood");
    TYPES.put("int4[]", "ARRAY[(r * 100)::int, NULL, -5]");
    TYPES.put("text[]", "ARRAY[h, '', NULL, 'NULL', '{a,b}', '\"\\', ' ']");
    TYPES.put("mood[]", "ARRAY['sad', 'it''s, \"so\"']::mood[]");
    TYPES.put("numeric(9,3)[]", "ARRAY[r, NULL, r * -1000]");
    TYPES.put("timestamptz[]", "ARRAY[timestamptz '2000-01-01' - r * interval '9 years']");
    TYPES.put("box[]", "ARRAY[box(point(r, 1), point(r - 3, r * 7)), NULL]");
    TYPES.put("path[]", "ARRAY['((1,2),(3,4))'::path]");
    TYPES.put("hstore[]", "ARRAY[hstore('a', h), hstore('q\"', NULL)]");
    TYPES.put("tsrange[]", "ARRAY[tsrange('2000-01-01', '2001-01-01'), 'empty']");
    TYPES.put("bytea[]", "ARRAY[decode(h, 'hex'), '']");
    TYPES.put("int2vector", "((r * 100)::int || ' 2 -3')::int2vector");
    TYPES.put("dom", "(r * 100)::int");
  }

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time.precision.mode=adaptive",
        "time.precision.mode=isostring,decimal.handling.mode=string,interval.handling.mode=string",
        "time.precision.mode=structured,decimal.handling.mode=double,hstore.handling.mode=map",
        "time.precision.mode=connect,binary.handling.mode=hex",
        "time.precision.mode=microseconds,binary.handling.mode=base64"
      })
  void both_forms_of_a_value_read_alike(String modes) throws SQLException {
    database.sql(
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION citext",
        "CREATE EXTENSION ltree",
        "CREATE TYPE mood AS ENUM ('sad', 'it''s, \"so\"')",
        "CREATE DOMAIN dom AS int");
    Map<String, String> settings = new LinkedHashMap<>(TestSource.config(database));
    for (String mode : modes.split(",", -1)) {
      settings.put(mode.substring(0, mode.indexOf('=')), mode.substring(mode.indexOf('=') + 1));
    }
    PostgresConfig config = new PostgresConfig(settings);
    StringBuilder columns = new StringBuilder("id int");
    List<String> values = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      columns.append(", c").append(number++).append(' ').append(type.getKey());
      values.add(type.getValue());
    }
    database.sql(
        "CREATE TABLE t(" + columns + ")",
        "INSERT INTO t SELECT i, "
            + String.join(", ", values)
            + " FROM (SELECT i, random() AS r, md5(random()::text) AS h FROM generate_series(1, "
            + VALUES
            + ") i) s");
    try (Connection connection = new Connections(config).sql()) {
      Catalog catalog = new Catalog(connection, config.selection());
      TableId id = new TableId("public", "t");
      Table table = catalog.table(id, Objects.requireNonNull(catalog.tables().get(id)));
      TableFormat format = new TableFormats(config).of(table);
      assertThat(format.columns()).isEqualTo(TYPES.size() + 1);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < format.columns(); i++) {
        // Not a cast, which for some types prints something else.
        texts.add("format('%s', " + TableId.quote(format.table().columns().get(i).name()) + ")");
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET lc_monetary = 'C'"); // as on the connection of the stream
      }
      List<List<byte[]>> binary = rows(connection, format.selectList());
      List<List<byte[]>> text = rows(connection, String.join(", ", texts));

      assertThat(binary).hasSize(VALUES);
      for (int row = 0; row < binary.size(); row++) {
        for (int i = 0; i < format.columns(); i++) {
          byte[] sent = binary.get(row).get(i);
          byte[] printed = text.get(row).get(i);
          assertThat(Described.value(format.decodeText(i, printed, 0, printed.length)))
              .as(
                  "%s %s",
                  format.table().columns().get(i).type().name(),
                  new String(printed, StandardCharsets.UTF_8))
              .isEqualTo(Described.value(format.copied(i, sent, 0, sent.length)));
        }
      }
    }
  }

  private static List<List<byte[]>> rows(Connection connection, String select) throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (SELECT " + select + " FROM t ORDER BY id) TO STDOUT (FORMAT binary)");
    List<List<byte[]>> rows = new ArrayList<>();
    int at = 19;
    for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
      int fields = Binary.int16(message, at);
      at += 2;
      List<byte[]> row = new ArrayList<>();
      for (int i = 0; i < fields; i++) {
        int length = Binary.int32(message, at);
        row.add(java.util.Arrays.copyOfRange(message, at + 4, at + 4 + length));
        at += 4 + length;
      }
      if (fields > 0) {
        rows.add(row);
      }
      at = 0;
    }
    return rows;
  }
}
