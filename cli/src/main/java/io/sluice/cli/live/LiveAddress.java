package io.sluice.cli.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.project.address.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the process that runs a pipeline listens: the file {@code live/<pipeline>.json} in the
 * state folder, which only its owner can read. It may be stale: a killed process leaves it behind.
 *
 * @param pipeline the pipeline's name
 * @param pid the process
 * @param port on 127.0.0.1
 * @param path what every request's path begins with; empty if nothing
 * @param token what a request must carry; a secret
 * @param file the pipeline file, absolute
 */
public record LiveAddress(
    String pipeline, long pid, int port, String path, String token, Path file) {

  /** The file in this state folder. */
  public static Path in(Path stateFolder, String pipeline) {
    return stateFolder.resolve("live").resolve(pipeline + ".json");
  }

  /** Writes the file; readers see all of it or nothing. */
  public void write(Path stateFolder) throws IOException {
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    document.put("pipeline", pipeline).put("pid", pid).put("port", port).put("token", token);
    document.put("path", path).put("file", file.toString());
    PrivateFile.write(
        in(stateFolder, pipeline), document.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the file; empty when there is none, or it is not one of ours, or its process is gone. */
  public static Optional<LiveAddress> read(Path file) {
    try {
      JsonNode document = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
      LiveAddress address =
          new LiveAddress(
              document.path("pipeline").asText(),
              document.path("pid").asLong(),
              document.path("port").asInt(),
              document.path("path").asText(""),
              document.path("token").asText(),
              Path.of(document.path("file").asText()));
      boolean alive =
          address.pid() > 0
              && ProcessHandle.of(address.pid()).map(ProcessHandle::isAlive).orElse(false);
      return alive && address.port() > 0 && !address.token().isEmpty()
          ? Optional.of(address)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return pipeline + " in process " + pid + " on port " + port;
  }
}
