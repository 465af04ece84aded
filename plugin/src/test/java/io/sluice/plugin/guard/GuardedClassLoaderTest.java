package io.sluice.plugin.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedClassLoaderTest {
  private static final String ENDER = Ender.class.getName();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void what_would_end_the_process_ends_the_call(int way) throws Exception {
    List<PluginExits.Refusal> refused = new ArrayList<>();
    try (GuardedClassLoader loader = loader(jar(ENDER))) {
      IntConsumer ender = ender(loader);
      Runnable end = PluginExits.onRefusal(refused::add);

      assertThatThrownBy(() -> ender.accept(way))
          .isInstanceOf(PluginExitError.class)
          .hasMessageContaining("end the process")
          .hasMessageContaining("code 3")
          .hasMessageNotContaining("4711");

      end.run();
      assertThat(refused).hasSize(1);
      assertThat(refused.get(0).loader()).isSameAs(loader);
      assertThat(refused.get(0).error()).hasMessageContaining(ENDER + ".accept");
    }
  }

  @Test
  void a_method_of_the_same_name_is_left_alone() throws Exception {
    try (GuardedClassLoader loader = loader(jar(ENDER))) {
      ender(loader).accept(9);
    }

    assertThat(System.clearProperty("ender")).isEqualTo("3");
  }

  @Test
  void classes_in_a_folder_are_guarded_too() throws Exception {
    Path file = folder.resolve("classes").resolve(ENDER.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(ENDER));

    try (GuardedClassLoader loader = loader(folder.resolve("classes"))) {
      IntConsumer ender = ender(loader);

      assertThatThrownBy(() -> ender.accept(0)).isInstanceOf(PluginExitError.class);
      assertThat(ender.getClass().getProtectionDomain().getCodeSource().getLocation())
          .isEqualTo(folder.resolve("classes").toUri().toURL());
    }
  }

  @Test
  void a_class_knows_its_jar_and_its_package_as_elsewhere() throws Exception {
    Path jar = jar(ENDER);
    try (GuardedClassLoader loader = loader(jar)) {
      Class<?> ender = loader.loadClass(ENDER);

      assertThat(ender.getClassLoader()).isSameAs(loader);
      assertThat(ender.getProtectionDomain().getCodeSource().getLocation())
          .isEqualTo(jar.toUri().toURL());
      assertThat(ender.getPackage().getImplementationVersion()).isEqualTo("1.2.3");
    }
  }

  @Test
  void a_jar_for_several_java_versions_gives_the_class_of_this_one() throws Exception {
    Path jar = folder.resolve("several.jar");
    String path = ENDER.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
      put(out, path, "for an older one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      put(out, "META-INF/versions/17/" + path, bytes(ENDER));
    }

    try (GuardedClassLoader loader = loader(jar)) {
      IntConsumer ender = ender(loader);

      assertThatThrownBy(() -> ender.accept(0)).isInstanceOf(PluginExitError.class);
    }
  }

  @Test
  void a_class_without_such_calls_is_loaded_byte_for_byte() throws Exception {
    byte[] plain = bytes(GuardedClassLoaderTest.class.getName());

    assertThat(ExitCalls.removed(plain)).isSameAs(plain);
  }

  @Test
  void what_is_no_class_is_left_for_the_jvm_to_refuse() {
    byte[] broken = "\u0001\u0000\u0004exit".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(ExitCalls.removed(broken)).isSameAs(broken);
  }

  private static IntConsumer ender(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass(ENDER);
    assertThat(type).isNotSameAs(Ender.class);
    return (IntConsumer) type.getDeclaredConstructor().newInstance();
  }

  private static GuardedClassLoader loader(Path location) throws IOException {
    return GuardedClassLoader.of(
        location,
        new URL[] {location.toUri().toURL()},
        GuardedClassLoaderTest.class.getClassLoader());
  }

  private Path jar(String className) throws IOException {
    Path jar = folder.resolve("ender.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
      put(out, className.replace('.', '/') + ".class", bytes(className));
    }
    return jar;
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    return manifest;
  }

  private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    OutputStream out = jar;
    out.write(content);
    jar.closeEntry();
  }

  private static byte[] bytes(String className) throws IOException {
    try (InputStream in =
        GuardedClassLoaderTest.class.getResourceAsStream(
            "/" + className.replace('.', '/') + ".class")) {
      return java.util.Objects.requireNonNull(in).readAllBytes();
    }
  }
}
