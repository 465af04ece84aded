package io.sluice.plugin.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect's class loader of a plugin, whose classes cannot end the process: calls that would
 * are taken out while a class is loaded. Classes are found, packages and sources defined, as by any
 * {@link java.net.URLClassLoader}. Safe for use by several threads.
 */
public final class GuardedClassLoader extends PluginClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** By URL; opened beside those of the super class, which gives nobody its own. */
  private final Map<String, JarFile> jars = new HashMap<>();

  private GuardedClassLoader(URL location, URL[] urls, ClassLoader parent) {
    super(location, urls, parent);
  }

  /**
   * A loader of a plugin's location.
   *
   * @param location the plugin's folder or jar
   * @param urls its jars and folders of classes
   */
  public static GuardedClassLoader of(Path location, URL[] urls, ClassLoader parent) {
    try {
      return new GuardedClassLoader(location.toUri().toURL(), urls, parent);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException("The plugin's place " + location + " is no URL", e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    URL found = findResource(path);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      URLConnection connection = found.openConnection();
      return connection instanceof JarURLConnection inJar
          ? ofJar(name, inJar)
          : ofFolder(name, path, connection);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Not by the connection itself, which would keep the jar open for good, or open it each time. */
  private Class<?> ofJar(String name, JarURLConnection inJar) throws IOException {
    URL source = inJar.getJarFileURL();
    JarFile jar = open(source);
    JarEntry entry = jar.getJarEntry(inJar.getEntryName());
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      ensurePackage(name, jar, source);
      return define(name, bytes, source, entry.getCodeSigners());
    }
  }

  private Class<?> ofFolder(String name, String path, URLConnection connection) throws IOException {
    String file = connection.getURL().toExternalForm();
    String folder = file.substring(0, file.length() - path.length());
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readAllBytes();
      ensurePackage(name, null, connection.getURL());
      return define(name, bytes, URI.create(folder).toURL(), null);
    }
  }

  private Class<?> define(
      String name, byte[] classFile, URL source, CodeSigner @Nullable [] signers) {
    byte[] bytes = ExitCalls.removed(classFile);
    return defineClass(name, bytes, 0, bytes.length, new CodeSource(source, signers));
  }

  private void ensurePackage(String className, @Nullable JarFile jar, URL source)
      throws IOException {
    int dot = className.lastIndexOf('.');
    String name = dot < 0 ? "" : className.substring(0, dot);
    if (name.isEmpty() || getDefinedPackage(name) != null) {
      return;
    }
    Manifest manifest = jar == null ? null : jar.getManifest();
    try {
      definePackage(name, manifest == null ? new Manifest() : manifest, source);
    } catch (IllegalArgumentException e) {
      if (getDefinedPackage(name) == null) {
        throw e;
      } // Otherwise another thread was first.
    }
  }

  private JarFile open(URL url) throws IOException {
    synchronized (jars) {
      JarFile jar = jars.get(url.toExternalForm());
      if (jar == null) {
        jar =
            new JarFile(
                Path.of(URI.create(url.toExternalForm())).toFile(),
                true,
                JarFile.OPEN_READ,
                JarFile.runtimeVersion());
        jars.put(url.toExternalForm(), jar);
      }
      return jar;
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    synchronized (jars) {
      for (JarFile jar : jars.values()) {
        jar.close();
      }
      jars.clear();
    }
  }
}
