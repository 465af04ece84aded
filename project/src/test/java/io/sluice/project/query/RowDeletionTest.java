package io.sluice.project.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MariaDbServer;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDeletionTest {
  /** What ends a text where a backslash says that the quote behind it does not. */
  private static final String ATTACK = "\\' OR 1=1 -- ";

  @Test
  void a_key_is_no_sql_where_texts_have_backslashes() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect()) {
      execute(connection, "set standard_conforming_strings = off");
      assertThatOnlyTheKeyIsDeleted(connection, SinkDatabase.Kind.POSTGRESQL);
    }
    MariaDbServer server = MariaDbServer.shared();
    try (Connection connection = mariaDb(server)) {
      execute(connection, "set sql_mode = 'ANSI_QUOTES'");
      assertThatOnlyTheKeyIsDeleted(connection, SinkDatabase.Kind.MARIADB);
      execute(connection, "drop table orders");
      assertThatOnlyTheKeyIsDeleted(connection, SinkDatabase.Kind.OTHER);
    }
  }

  private static void assertThatOnlyTheKeyIsDeleted(
      Connection connection, SinkDatabase.Kind database) throws SQLException {
    execute(connection, "create table orders (id varchar(50))");
    execute(connection, "insert into orders values ('a'), ('b')");

    long deleted = of(RowDeletion.Kind.WORDS, ATTACK, "b").run(connection, database);

    assertThat(deleted).isEqualTo(1);
    assertThat(ids(connection)).containsExactly("a");
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void another_spelling_is_another_key_where_the_collation_takes_them_for_one()
      throws SQLException {
    try (Connection connection = mariaDb(MariaDbServer.shared())) {
      execute(
          connection,
          "create table orders (id varchar(50) character set latin1 collate latin1_general_ci)");
      execute(connection, "insert into orders values ('é'), ('É'), ('e')");

      long deleted = of(RowDeletion.Kind.WORDS, "é").run(connection, SinkDatabase.Kind.MARIADB);

      assertThat(deleted).isEqualTo(1);
      assertThat(ids(connection)).containsExactlyInAnyOrder("É", "e");
    }
  }

  @Test
  void all_of_many_keys_are_deleted() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:many")) {
      execute(connection, "create table \"orders\" (\"id\" bigint primary key)");
      execute(connection, "insert into \"orders\" select x from system_range(1, 250)");
      List<List<String>> keys = new ArrayList<>();
      for (int id = 2; id <= 250; id++) {
        keys.add(List.of(Integer.toString(id)));
      }

      long deleted =
          new RowDeletion("\"orders\"", List.of("id"), List.of(RowDeletion.Kind.NUMBER), keys)
              .run(connection, SinkDatabase.Kind.OTHER);

      assertThat(deleted).isEqualTo(249);
      assertThat(ids(connection, "\"orders\"")).containsExactly("1");
    }
  }

  private static RowDeletion of(RowDeletion.Kind kind, String... ids) {
    List<List<String>> keys = new ArrayList<>();
    for (String id : ids) {
      keys.add(List.of(id));
    }
    return new RowDeletion("\"orders\"", List.of("id"), List.of(kind), keys);
  }

  private static Connection mariaDb(MariaDbServer server) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            server.jdbcUrl(server.newDatabase()), server.user(), server.password());
    execute(connection, "set sql_mode = 'ANSI_QUOTES'");
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> ids(Connection connection) throws SQLException {
    return ids(connection, "orders");
  }

  private static List<String> ids(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + table)) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }
}
