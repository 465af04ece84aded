package io.sluice.plugin;

import io.sluice.plugin.guard.GuardedClassLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.runtime.isolation.PluginUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place that plugins come from, with the class loader that its classes share. Its jars are
 * opened when something is first asked of it. Safe for use by several threads.
 */
abstract class Location implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Location.class);
  private static final String DRIVERS = "META-INF/services/java.sql.Driver";

  private final Map<PluginKind, Set<String>> declared = new EnumMap<>(PluginKind.class);
  private boolean driversLoaded;

  /** A folder of jars or classes, or one jar, isolated by Kafka Connect's rules. */
  static Location isolated(Path path, ClassLoader parent) {
    return new IsolatedLocation(path, parent, true);
  }

  /** The same without what Sluice itself put into the folder. */
  static Location asItCame(Path path, ClassLoader parent) {
    return new IsolatedLocation(path, parent, false);
  }

  /** What {@code loader} and its parents see. */
  static Location classPath(ClassLoader loader) {
    return new ClassPathLocation(loader);
  }

  /** Where it is; empty for the class path. */
  abstract Optional<Path> path();

  /** What its classes are loaded by. */
  abstract ClassLoader loader();

  /** The resources of that name in this location, not those of its parents. */
  abstract Enumeration<URL> resources(String name) throws IOException;

  /**
   * The class names of a kind's plugins that the location's service files name. No class is loaded.
   */
  final synchronized Set<String> declared(PluginKind kind) {
    return declared.computeIfAbsent(
        kind,
        wanted -> {
          Set<String> names = new TreeSet<>();
          try {
            for (URL file :
                Collections.list(resources("META-INF/services/" + wanted.type().getName()))) {
              names.addAll(serviceFile(file));
            }
          } catch (IOException e) {
            throw unreadable(e);
          }
          return Collections.unmodifiableSet(names);
        });
  }

  /**
   * The class names of a kind's plugins in a location that has no service files at all. No class is
   * loaded, but every class file is read, once.
   */
  abstract Set<String> undeclared(PluginKind kind);

  /** Whether this location, not a parent, has the class. */
  final boolean hasClass(String className) {
    try {
      return resources(className.replace('.', '/') + ".class").hasMoreElements();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The class, initialised. Whatever its initialiser throws, a {@link PluginException} comes of it.
   */
  final Class<?> load(String className) {
    try (LoaderScope scope = LoaderScope.enter(loader())) {
      return Class.forName(className, true, loader());
    } catch (Throwable e) { // a static initialiser throws what it likes
      throw new PluginException(
          "Class " + className + " of " + describe() + " cannot be loaded; are all its jars there?",
          e);
    }
  }

  /**
   * Loads the JDBC drivers that the location brings, once, so that {@code DriverManager} knows them
   * as it does on Kafka Connect: connectors ask it for a URL and load no driver themselves.
   */
  final synchronized void loadDrivers() {
    if (driversLoaded) {
      return;
    }
    driversLoaded = true;
    try {
      for (URL file : Collections.list(resources(DRIVERS))) {
        serviceFile(file).forEach(this::loadDriver);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void loadDriver(String className) {
    try {
      load(className);
    } catch (PluginException e) {
      // Whoever needs it is told so by DriverManager; all others do without.
      log.debug("A JDBC driver of {} is left out", describe(), e);
    }
  }

  /** What messages call this place. */
  final String describe() {
    return path().map(Path::toString).orElse("the class path");
  }

  private static List<String> serviceFile(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false); // a cached jar would outlive the plugin's removal
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  final PluginException unreadable(IOException e) {
    return new PluginException(
        "The plugins in " + describe() + " cannot be read; check the files and their permissions",
        e);
  }

  @Override
  public void close() {}

  private static final class IsolatedLocation extends Location {
    private final Path path;
    private final ClassLoader parent;
    private final boolean withOurs;
    private @Nullable GuardedClassLoader loader;
    private @Nullable ClassFiles classFiles;

    IsolatedLocation(Path path, ClassLoader parent, boolean withOurs) {
      this.path = path;
      this.parent = parent;
      this.withOurs = withOurs;
    }

    private List<Path> jars() throws IOException {
      Path ours = path.resolve(PluginFolder.SERVICE_FILES);
      return PluginUtils.pluginUrls(path).stream()
          .filter(jar -> withOurs || !jar.equals(ours))
          .toList();
    }

    @Override
    Optional<Path> path() {
      return Optional.of(path);
    }

    @Override
    synchronized GuardedClassLoader loader() {
      GuardedClassLoader opened = loader;
      if (opened == null) {
        try {
          List<Path> jars = jars();
          URL[] urls = new URL[jars.size()];
          for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
          }
          opened = GuardedClassLoader.of(path, urls, parent);
        } catch (IOException e) {
          throw unreadable(e);
        }
        loader = opened;
      }
      return opened;
    }

    @Override
    Enumeration<URL> resources(String name) throws IOException {
      return loader().findResources(name);
    }

    @Override
    synchronized Set<String> undeclared(PluginKind kind) {
      // Service files for one kind mean that the author knows of them: no scan for the others.
      for (PluginKind other : PluginKind.values()) {
        if (!declared(other).isEmpty()) {
          return Set.of();
        }
      }
      ClassFiles scanned = classFiles;
      if (scanned == null) {
        try {
          scanned = ClassFiles.read(jars());
        } catch (IOException e) {
          throw unreadable(e);
        }
        classFiles = scanned;
      }
      return scanned.concreteSubclassesOf(kind.type(), parent);
    }

    @Override
    public synchronized void close() {
      URLClassLoader opened = loader;
      if (opened != null) {
        try {
          opened.close();
        } catch (IOException e) {
          throw new UncheckedIOException("Closing the jars of " + path, e);
        }
      }
    }
  }

  private static final class ClassPathLocation extends Location {
    private final ClassLoader loader;

    ClassPathLocation(ClassLoader loader) {
      this.loader = loader;
    }

    @Override
    Optional<Path> path() {
      return Optional.empty();
    }

    @Override
    ClassLoader loader() {
      return loader;
    }

    @Override
    Enumeration<URL> resources(String name) throws IOException {
      return loader.getResources(name);
    }

    @Override
    Set<String> undeclared(PluginKind kind) {
      return Set.of(); // what Sluice brings declares itself
    }
  }
}
