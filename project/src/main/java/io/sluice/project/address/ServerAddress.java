package io.sluice.project.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the server of a folder listens, and how commands in the folder get in: the file {@value
 * #FILE} in the state folder, which only its owner can read. It may be stale: a killed server
 * leaves it behind.
 *
 * @param url without a path, such as {@code http://127.0.0.1:8080}
 * @param token what a request of this folder's owner carries; a secret
 * @param pid the process
 * @param certificate by which it is known where it speaks HTTPS, SHA-256 in hex: no authority need
 *     vouch for it, and none for the name by which this machine reaches it. Empty for HTTP
 */
public record ServerAddress(URI url, String token, long pid, Optional<String> certificate) {
  /** What it is called, in the state folder. */
  public static final String FILE = "server.json";

  /** That of this process, by HTTP. */
  public static ServerAddress ofThisProcess(URI url, String token) {
    return ofThisProcess(url, token, Optional.empty());
  }

  /** That of this process. */
  public static ServerAddress ofThisProcess(URI url, String token, Optional<String> certificate) {
    return new ServerAddress(url, token, ProcessHandle.current().pid(), certificate);
  }

  /** Writes the file; readers see all of it or nothing. */
  public void write(Path stateFolder) throws IOException {
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    document.put("url", url.toString()).put("token", token).put("pid", pid);
    certificate.ifPresent(hash -> document.put("certificate", hash));
    PrivateFile.write(stateFolder.resolve(FILE), document.toString().getBytes(UTF_8));
  }

  /** Reads the file; empty when there is none, or it is not one of ours, or its process is gone. */
  public static Optional<ServerAddress> find(Path stateFolder) {
    return read(stateFolder.resolve(FILE))
        .filter(
            address -> ProcessHandle.of(address.pid()).map(ProcessHandle::isAlive).orElse(false));
  }

  /** Deletes the file if it still tells of this server. */
  public void remove(Path stateFolder) throws IOException {
    Path file = stateFolder.resolve(FILE);
    if (read(file).filter(this::equals).isPresent()) {
      Files.deleteIfExists(file);
    }
  }

  private static Optional<ServerAddress> read(Path file) {
    try {
      JsonNode document = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
      URI url = URI.create(document.path("url").asText());
      ServerAddress address =
          new ServerAddress(
              url,
              document.path("token").asText(),
              document.path("pid").asLong(),
              Optional.ofNullable(document.path("certificate").textValue()));
      boolean whole = url.getHost() != null && !address.token().isEmpty() && address.pid() > 0;
      return whole ? Optional.of(address) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return url + " in process " + pid;
  }
}
