package io.sluice.plugin.resolve;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A Maven repository in a folder, served by HTTP, and settings that mirror everything to it. */
public final class TestRepository implements AutoCloseable {
  private final Path work;
  private final Path files;
  private final HttpServer server;
  private final HttpContext context;
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final Map<String, TreeSet<String>> versions = new TreeMap<>();

  public TestRepository(Path work) throws IOException {
    this.work = work;
    this.files = Files.createDirectories(work.resolve("remote"));
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    this.context = server.createContext("/", this::answer);
    server.start();
  }

  /** Asks for this login from now on. */
  public void login(String user, String password) {
    context.setAuthenticator(
        new BasicAuthenticator("repository") {
          @Override
          public boolean checkCredentials(String givenUser, String givenPassword) {
            return user.equals(givenUser) && password.equals(givenPassword);
          }
        });
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** The paths that were asked for, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Publishes a pom; {@code dependencies} are group:artifact:version[:scope]. */
  public void pom(String group, String artifact, String version, String... dependencies)
      throws Exception {
    StringBuilder needed = new StringBuilder();
    for (String dependency : dependencies) {
      String[] parts = dependency.split(":");
      needed
          .append("<dependency><groupId>")
          .append(parts[0])
          .append("</groupId><artifactId>")
          .append(parts[1])
          .append("</artifactId><version>")
          .append(parts[2])
          .append("</version><scope>")
          .append(parts.length > 3 ? parts[3] : "compile")
          .append("</scope></dependency>");
    }
    String pom =
        """
        <project><modelVersion>4.0.0</modelVersion>
        <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
        <repositories><repository><id>strange</id><url>http://localhost:1/</url></repository></repositories>
        <dependencies>%s</dependencies></project>
        """
            .formatted(group, artifact, version, needed);
    put(group, artifact, version, ".pom", pom.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    versions.computeIfAbsent(group + ":" + artifact, k -> new TreeSet<>()).add(version);
    StringBuilder all = new StringBuilder();
    versions
        .getOrDefault(group + ":" + artifact, new TreeSet<>())
        .forEach(v -> all.append("<version>").append(v).append("</version>"));
    Path metadata =
        files.resolve(group.replace('.', '/')).resolve(artifact).resolve("maven-metadata.xml");
    write(
        metadata,
        "<metadata><groupId>%s</groupId><artifactId>%s</artifactId><versioning><versions>%s</versions></versioning></metadata>"
            .formatted(group, artifact, all)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Publishes a file of an artifact; {@code ending} is {@code .jar} or {@code -plugin.zip}. */
  public Path put(String group, String artifact, String version, String ending, byte[] content)
      throws Exception {
    Path file =
        files
            .resolve(group.replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ending);
    write(file, content);
    return file;
  }

  /** Options with settings of which everything is mirrored here, and an empty local repository. */
  public MavenOptions options() throws IOException {
    return options(Optional.empty());
  }

  /** The same with a login, as {@code <server>} entry. */
  public MavenOptions options(Optional<String> server) throws IOException {
    Path home = Files.createTempDirectory(work, "home");
    Path settings = Files.createDirectories(home.resolve(".m2")).resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings>
          <mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
          <servers>%s</servers>
        </settings>
        """
            .formatted(url(), server.orElse("")));
    return new MavenOptions(home, Optional.empty(), Map.of(), false, List.of());
  }

  private static void write(Path file, byte[] content) throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.writeString(
        file.resolveSibling(file.getFileName() + ".sha1"),
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    Path file = files.resolve(path.substring(1)).normalize();
    try (exchange) {
      if (file.startsWith(files) && Files.isRegularFile(file)) {
        byte[] content = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
