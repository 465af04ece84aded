package io.sluice.registry;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database that remembers which statements it was asked for. */
final class CountingStorage implements Storage {
  private final Storage storage;
  private final List<String> statements = new CopyOnWriteArrayList<>();

  private volatile boolean writing;
  private volatile long writes;

  CountingStorage(Storage storage) {
    this.storage = storage;
  }

  /** Whether somebody writes by this, and nobody else can. */
  boolean isWriting() {
    return writing;
  }

  /** How often somebody began to write by this. */
  long writes() {
    return writes;
  }

  void reset() {
    statements.clear();
  }

  /** How many had these words in them. */
  long statementsWith(String words) {
    return statements.stream().filter(sql -> sql.contains(words)).count();
  }

  @Override
  public Dialect dialect() {
    return storage.dialect();
  }

  @Override
  public void install(Schema schema) {
    storage.install(schema);
  }

  @Override
  public <T> T write(Durability durability, SqlWork<T> work) {
    writes++;
    return storage.write(
        durability,
        connection -> {
          writing = true;
          try {
            return work.on(counted(connection));
          } finally {
            writing = false;
          }
        });
  }

  @Override
  public <T> T read(SqlWork<T> work) {
    return storage.read(connection -> work.on(counted(connection)));
  }

  @Override
  public void probe() {
    storage.probe();
  }

  @Override
  public void close() {
    storage.close();
  }

  private Connection counted(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                statements.add((String) arguments[0]);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
