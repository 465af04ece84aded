package io.sluice.project.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.Set;

/**
 * A DuckDB sink. DuckDB's parser says what the text is ({@code json_serialize_sql} takes queries
 * only); it must be one statement whose table functions merely read, and it runs in a read-only
 * transaction, which also refuses data-modifying WITH parts and {@code nextval}.
 */
final class DuckDbQueries implements ReadOnlyTarget {
  private static final int TIMEOUT_SECONDS = 60;

  /**
   * Others can read any file of the process, or change the whole database from within a SELECT
   * ({@code enable_logging}, {@code force_checkpoint}) or hide a query in a text ({@code query}).
   */
  private static final Set<String> READING_FUNCTIONS =
      Set.of(
          "range",
          "generate_series",
          "unnest",
          "repeat",
          "repeat_row",
          "summary",
          "json_each",
          "json_tree",
          "pragma_table_info",
          "pragma_show",
          "pragma_storage_info",
          "pragma_database_size",
          "pragma_version",
          "duckdb_columns",
          "duckdb_constraints",
          "duckdb_databases",
          "duckdb_functions",
          "duckdb_indexes",
          "duckdb_keywords",
          "duckdb_memory",
          "duckdb_schemas",
          "duckdb_sequences",
          "duckdb_settings",
          "duckdb_tables",
          "duckdb_types",
          "duckdb_views");

  private static final Set<String> WRITING_SCALARS = Set.of("write_log", "nextval");

  private final Connection connection;

  DuckDbQueries(Connection connection) {
    this.connection = connection;
  }

  @Override
  public QueryResult query(String sql, int limit) throws SQLException {
    check(sql);
    // The newline ends a trailing line comment; checked again, since it is a new text.
    String limited = "SELECT * FROM (\n" + withoutEnd(sql) + "\n) AS q LIMIT " + (limit + 1L);
    check(limited);
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION READ ONLY");
    }
    try {
      return read(limited, limit);
    } catch (DateTimeException e) {
      // A time of 24:00:00 is legal in SQL and cannot be held by java.time: then DuckDB's own text
      // of every value has to do.
      return read("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + limited + ") AS t", limit);
    } finally {
      // A statement is closed by a failure, so the way back needs its own.
      try (Statement statement = connection.createStatement()) {
        statement.execute("ROLLBACK");
      }
    }
  }

  private QueryResult read(String sql, int limit) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        return QueryResult.read(rows, limit);
      }
    }
  }

  private void check(String sql) throws SQLException {
    JsonNode parsed = parse(sql);
    if (parsed.path("error").asBoolean(true)) {
      if ("not implemented".equals(parsed.path("error_type").asText())) {
        throw new NotAQueryException(
            "expected a query (SELECT, FROM, VALUES, DESCRIBE, SHOW) but found another statement");
      }
      throw new SQLException(parsed.path("error_message").asText("the text cannot be parsed"));
    }
    int statements = parsed.path("statements").size();
    if (statements != 1) {
      throw new NotAQueryException("expected one query but found " + statements + " statements");
    }
    checkFunctions(parsed);
  }

  private void checkFunctions(JsonNode node) {
    String name = node.path("function_name").asText("");
    if (WRITING_SCALARS.contains(name)) {
      throw new NotAQueryException("function " + name + " is not allowed here: it writes");
    }
    if ("TABLE_FUNCTION".equals(node.path("type").asText())) {
      String function = node.path("function").path("function_name").asText("");
      if (!READING_FUNCTIONS.contains(function)) {
        throw new NotAQueryException(
            "table function " + function + " is not allowed here: it is not known to only read");
      }
    }
    for (JsonNode child : node) {
      checkFunctions(child);
    }
  }

  private JsonNode parse(String sql) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      statement.setString(1, sql);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return JsonMapper.builder().build().readTree(row.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new SQLException("DuckDB described the query in JSON that cannot be read", e);
    }
  }

  private static String withoutEnd(String sql) {
    int end = sql.length();
    while (end > 0 && (sql.charAt(end - 1) == ';' || Character.isWhitespace(sql.charAt(end - 1)))) {
      end--;
    }
    return sql.substring(0, end);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
