package io.sluice.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Who extends whom among the class files of a location, read without loading a class. For plugins
 * that bring no service files; costs a second or so for a big one.
 */
final class ClassFiles {
  private record Header(int access, @Nullable String superName, List<String> interfaces) {
    boolean isConcreteAndPublic() {
      return (access & Opcodes.ACC_PUBLIC) != 0
          && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
    }

    List<String> parents() {
      List<String> all = new ArrayList<>(interfaces);
      if (superName != null) {
        all.add(superName);
      }
      return all;
    }
  }

  private final Map<String, Header> headers = new HashMap<>();

  private ClassFiles() {}

  /** Reads the headers of every class in {@code jarsAndFolders}. */
  static ClassFiles read(List<Path> jarsAndFolders) throws IOException {
    ClassFiles files = new ClassFiles();
    for (Path path : jarsAndFolders) {
      if (Files.isDirectory(path)) {
        files.readFolder(path);
      } else {
        files.readJar(path);
      }
    }
    return files;
  }

  /**
   * The names of public classes that can be instantiated and are of {@code type}, by way of classes
   * of this location and, where the way leaves it, of {@code parent}.
   */
  Set<String> concreteSubclassesOf(Class<?> type, ClassLoader parent) {
    Map<String, Boolean> known = new HashMap<>();
    Set<String> found = new TreeSet<>();
    headers.forEach(
        (name, header) -> {
          if (header.isConcreteAndPublic() && isA(name, type, parent, known)) {
            found.add(name.replace('/', '.'));
          }
        });
    return found;
  }

  private boolean isA(String name, Class<?> type, ClassLoader parent, Map<String, Boolean> known) {
    Boolean before = known.get(name);
    if (before != null) {
      return before;
    }
    known.put(name, false); // class files can lie: a cycle ends here
    Header header = headers.get(name);
    boolean answer =
        name.replace('/', '.').equals(type.getName())
            || (header == null
                ? isAInParent(name, type, parent)
                : header.parents().stream().anyMatch(above -> isA(above, type, parent, known)));
    known.put(name, answer);
    return answer;
  }

  private static boolean isAInParent(String name, Class<?> type, ClassLoader parent) {
    if (!name.startsWith("org/apache/kafka/")) {
      return false; // nobody else's classes extend Kafka Connect's on Sluice's class path
    }
    try {
      return type.isAssignableFrom(Class.forName(name.replace('/', '.'), false, parent));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private void readFolder(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(path -> path.toString().endsWith(".class")).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          readClass(in);
        }
      }
    }
  }

  private void readJar(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
          try (InputStream in = jar.getInputStream(entry)) {
            readClass(in);
          }
        }
      }
    }
  }

  private void readClass(InputStream in) throws IOException {
    try {
      ClassReader reader = new ClassReader(in);
      headers.put(
          reader.getClassName(),
          new Header(reader.getAccess(), reader.getSuperName(), List.of(reader.getInterfaces())));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Of a Java version that this one could not run anyway, or no class file at all: no plugin.
    }
  }
}
