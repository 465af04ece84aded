package io.sluice.cli.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A Maven repository in a folder that has {@link AcmeSource}, and settings that know no other. */
public final class AcmeRepository {
  private final Path folder;
  private final Path settings;
  private final StringBuilder versions = new StringBuilder();

  public AcmeRepository(Path work) throws IOException {
    folder = Files.createDirectories(work.resolve("repository"));
    settings =
        Files.writeString(
            work.resolve("settings.xml"),
            """
            <settings>
              <localRepository>%s</localRepository>
              <mirrors><mirror><id>acme</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
            </settings>
            """
                .formatted(work.resolve("local"), folder.toUri()));
  }

  public Map<String, String> environment() {
    return Map.of("SLUICE_MAVEN_SETTINGS", settings.toString());
  }

  /** The jar, as somebody might have downloaded it. */
  Path jar(Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> type : List.of(AcmeSource.class, AcmeSource.Numbers.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream in = AcmeSource.class.getResourceAsStream("/" + name)) {
          jar.write(in == null ? new byte[0] : in.readAllBytes());
        }
      }
    }
    return file;
  }

  public void publish(String version) throws Exception {
    Path artifact = folder.resolve("org").resolve("acme").resolve("numbers");
    Path place = Files.createDirectories(artifact.resolve(version));
    signed(jar(place.resolve("numbers-" + version + ".jar")));
    signed(
        Files.writeString(
            place.resolve("numbers-" + version + ".pom"),
            """
            <project><modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId>
            <artifactId>numbers</artifactId><version>%s</version></project>
            """
                .formatted(version)));
    versions.append("<version>").append(version).append("</version>");
    signed(
        Files.writeString(
            artifact.resolve("maven-metadata.xml"),
            """
            <metadata><groupId>org.acme</groupId><artifactId>numbers</artifactId>
            <versioning><versions>%s</versions></versioning></metadata>
            """
                .formatted(versions)));
  }

  private static void signed(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
    Files.write(
        file.resolveSibling(file.getFileName() + ".sha1"),
        HexFormat.of().formatHex(digest).getBytes(StandardCharsets.UTF_8));
  }
}
