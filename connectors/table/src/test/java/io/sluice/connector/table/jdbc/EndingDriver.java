package io.sluice.connector.table.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * H2 as a database that undoes the open transaction with each query that it refuses, and says
 * nothing of that: those that unite texts, those that look for {@link #REFUSED}, and those for what
 * tables refer to.
 */
public final class EndingDriver implements Driver {
  static final String REFUSED = "no value of its type";

  private static final String PREFIX = "jdbc:ending:";

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Connection h2 =
        new org.h2.Driver().connect("jdbc:" + url.substring(PREFIX.length()), properties);
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object made = call(h2, method, arguments);
          return switch (method.getName()) {
            case "createStatement" -> watched(Statement.class, made, h2);
            case "prepareStatement" -> watched(PreparedStatement.class, made, h2);
            case "getMetaData" -> watched((DatabaseMetaData) made, h2);
            default -> made;
          };
        });
  }

  private static DatabaseMetaData watched(@Nullable DatabaseMetaData metadata, Connection h2) {
    return proxy(
        DatabaseMetaData.class,
        (method, arguments) -> {
          if (method.getName().equals("getImportedKeys")) {
            h2.rollback();
            throw new SQLException("no right to see this", "42000");
          }
          return call(metadata, method, arguments);
        });
  }

  private static <S extends Statement> S watched(
      Class<S> type, @Nullable Object statement, Connection h2) {
    boolean[] looksFor = new boolean[1];
    return proxy(
        type,
        (method, arguments) -> {
          boolean asked = arguments != null && Arrays.asList(arguments).contains(REFUSED);
          looksFor[0] |= asked && method.getName().equals("setString");
          if (method.getName().equals("executeQuery")) {
            if (looksFor[0]) {
              h2.rollback();
              throw new SQLException("no such value", "22018");
            }
            if (arguments != null && arguments[0].toString().contains(" UNION ")) {
              h2.rollback();
              throw new SQLException("no such query", "42000");
            }
          }
          return call(statement, method, arguments);
        });
  }

  private interface Answer {
    @Nullable Object to(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            EndingDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (any, method, arguments) -> answer.to(method, arguments)));
  }

  private static @Nullable Object call(
      @Nullable Object of, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(EndingDriver.class.getName());
  }
}
