package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.value.PgType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's types, each asked for once. Used by one thread. */
final class Types {

  private static final String TYPE =
      """
      SELECT t.typname, t.typtype::text, t.typelem::int8, t.typbasetype::int8, t.typtypmod, t.typcategory::text,
        t.typsend <> 0,
        (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)::text[]
      FROM pg_type t WHERE t.oid = ?::oid\
      """;

  /**
   * Amounts are whole numbers on the wire; how many of their digits stand behind the point is the
   * database's lc_monetary.
   */
  private static final String MONEY_DIGITS = "SELECT scale(0::money::numeric)";

  /**
   * A type.
   *
   * @param type domains resolved
   * @param typmod the modifier that its domain gives it, or that the database gives the type
   * @param domain the type itself when it is a domain, else null
   */
  record Resolved(PgType type, int typmod, @Nullable PgType domain) {

    /** As an element: Debezium does not see through domains there. */
    PgType asElement() {
      return domain == null ? type : domain;
    }
  }

  private final Connection connection;
  private final Map<Integer, Resolved> types = new HashMap<>();

  Types(Connection connection) {
    this.connection = connection;
  }

  /** Asks the server anew for every type. */
  void forget() {
    types.clear();
  }

  /** A type by its number; one without a form where the server knows none. */
  Resolved resolve(int oid) throws SQLException {
    Resolved known = types.get(oid);
    if (known == null) {
      known =
          query(oid)
              .orElse(
                  new Resolved(
                      new PgType(oid, "type " + oid, 'b', null, List.of(), false), -1, null));
      types.put(oid, known);
    }
    return known;
  }

  private Optional<Resolved> query(int oid) throws SQLException {
    String name;
    String kind;
    int element;
    int base;
    int typmod;
    boolean array;
    boolean sends;
    List<String> labels;
    try (PreparedStatement query = connection.prepareStatement(TYPE)) {
      query.setLong(1, oid & 0xFFFF_FFFFL);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        name = rows.getString(1);
        kind = rows.getString(2);
        element = (int) rows.getLong(3);
        base = (int) rows.getLong(4);
        typmod = rows.getInt(5);
        array = "A".equals(rows.getString(6));
        sends = rows.getBoolean(7);
        java.sql.Array found = rows.getArray(8);
        labels = found == null ? List.of() : List.of((String[]) found.getArray());
      }
    }
    if ("d".equals(kind)) {
      Resolved under = resolve(base);
      PgType domain = new PgType(oid, name, 'd', null, List.of(), under.type().sendsBinary());
      return Optional.of(new Resolved(under.type(), typmod >= 0 ? typmod : under.typmod(), domain));
    }
    @Nullable PgType elementType = array && element != 0 ? resolve(element).asElement() : null;
    PgType type = new PgType(oid, name, kind.charAt(0), elementType, labels, sends);
    return Optional.of(new Resolved(type, "money".equals(name) ? moneyDigits() : -1, null));
  }

  private int moneyDigits() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(MONEY_DIGITS);
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
