package io.sluice.bench.peer;

import io.sluice.bench.harness.Workbench;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Debezium in its own embedded engine, counting what it hands over, batch by batch, in Connect's
 * own records: nothing is converted and nothing is kept. All of it lives in a class loader that
 * sees none of our classes, and is reached by reflection. Offsets go to a file, so that a second
 * run resumes.
 */
public final class EmbeddedDebezium implements AutoCloseable {

  private static final Path JARS = Path.of("debezium", "embedded");

  private final URLClassLoader loader;

  /** Opens the jars that {@code bench/debezium/pom.xml} fetched. */
  public EmbeddedDebezium(Workbench bench) throws IOException {
    Path folder = bench.folder().resolve(JARS);
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "Expected Debezium's jars in "
              + folder
              + " but there is no such folder. Run: mvn -f bench/debezium package");
    }
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(folder)) {
      for (File jar : jars.map(Path::toFile).toList()) {
        urls.add(jar.toURI().toURL());
      }
    }
    loader =
        new URLClassLoader(
            "debezium", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** One engine at work; closing stops it and waits for its thread. */
  public final class Running implements Closeable {

    private final Thread thread;
    private final Closeable engine;
    private volatile long count;
    private volatile long firstCount;
    private volatile long firstNanos;
    private volatile long lastNanos;

    private Running(Properties properties) throws ReflectiveOperationException {
      Class<?> engineType = loader.loadClass("io.debezium.engine.DebeziumEngine");
      Class<?> builderType = loader.loadClass("io.debezium.engine.DebeziumEngine$Builder");
      Class<?> consumerType = loader.loadClass("io.debezium.engine.DebeziumEngine$ChangeConsumer");
      Object consumer = Proxy.newProxyInstance(loader, new Class<?>[] {consumerType}, counting());
      Object builder =
          engineType
              .getMethod("create", Class.class)
              .invoke(null, loader.loadClass("io.debezium.embedded.Connect"));
      builderType.getMethod("using", Properties.class).invoke(builder, properties);
      builderType.getMethod("using", ClassLoader.class).invoke(builder, loader);
      builderType.getMethod("notifying", consumerType).invoke(builder, consumer);
      engine = (Closeable) builderType.getMethod("build").invoke(builder);
      thread = new Thread((Runnable) engine, "debezium-embedded");
      thread.setDaemon(true);
      thread.setContextClassLoader(loader);
      thread.start();
    }

    private InvocationHandler counting() throws ReflectiveOperationException {
      Class<?> committerType =
          loader.loadClass("io.debezium.engine.DebeziumEngine$RecordCommitter");
      MethodHandle processed =
          MethodHandles.publicLookup()
              .unreflect(committerType.getMethod("markProcessed", Object.class));
      MethodHandle finished =
          MethodHandles.publicLookup().unreflect(committerType.getMethod("markBatchFinished"));
      return (proxy, method, arguments) -> {
        switch (method.getName()) {
          case "handleBatch" -> {
            List<?> batch = (List<?>) arguments[0];
            for (Object each : batch) {
              processed.invoke(arguments[1], each);
            }
            finished.invoke(arguments[1]);
            handedOver(batch.size());
            return null;
          }
          case "supportsTombstoneEvents" -> {
            return true;
          }
          case "hashCode" -> {
            return System.identityHashCode(proxy);
          }
          case "equals" -> {
            return proxy == arguments[0];
          }
          default -> {
            return method.getName();
          }
        }
      };
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one batch at a time
    private void handedOver(int records) {
      long now = System.nanoTime();
      if (firstNanos == 0) {
        firstNanos = now;
        firstCount = records;
      }
      lastNanos = now;
      count += records;
    }

    /**
     * Waits until so many records came; answers how many came a second, from the first batch to the
     * last.
     */
    public double awaitRate(long records, long limitSeconds)
        throws InterruptedException, IOException {
      long deadline = System.nanoTime() + limitSeconds * 1_000_000_000L;
      while (count < records) {
        if (System.nanoTime() > deadline || !thread.isAlive()) {
          throw new IOException(
              "Expected "
                  + records
                  + " records from Debezium but found "
                  + count
                  + (thread.isAlive() ? "" : " when it ended"));
        }
        Thread.sleep(5);
      }
      return (count - firstCount) * 1e9 / (lastNanos - firstNanos);
    }

    @Override
    public void close() throws IOException {
      engine.close();
      try {
        thread.join(30_000);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Starts an engine.
   *
   * @param config of the connector; what the engine itself needs is added
   * @param offsets the file that keeps its offsets
   */
  public Running start(Map<String, String> config, Path offsets)
      throws ReflectiveOperationException {
    Properties properties = new Properties();
    properties.put("name", "peer");
    properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    properties.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    properties.put("offset.storage.file.filename", offsets.toString());
    properties.put("offset.flush.interval.ms", "1000");
    properties.putAll(config);
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    current.setContextClassLoader(loader);
    try {
      return new Running(properties);
    } finally {
      current.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
