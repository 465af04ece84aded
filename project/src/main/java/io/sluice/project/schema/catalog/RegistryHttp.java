package io.sluice.project.schema.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.project.ProjectException;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.RegistryConnection;
import io.sluice.serdes.client.RegistryRefusalException;
import io.sluice.serdes.client.RegistryUnavailableException;
import io.sluice.serdes.config.ClientOptions;
import io.sluice.serdes.config.ClientSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a registry by HTTP and what its answers mean. Paths begin with a slash and are
 * encoded.
 */
final class RegistryHttp {
  private final ObjectMapper json = new ObjectMapper();
  private final RegistryConnection connection;
  private final String address;

  private RegistryHttp(RegistryConnection connection, String address) {
    this.connection = connection;
    this.address = address;
  }

  /**
   * By the settings that serializers take, {@code schema.registry.url} among them.
   *
   * @throws ProjectException if they make no sense
   */
  static RegistryHttp of(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    // Somebody waits at the terminal: what does not answer is told soon.
    all.putIfAbsent(ClientOptions.MAX_RETRIES, "1");
    try {
      ClientSettings client = ClientSettings.of(all);
      return new RegistryHttp(
          RegistryClients.connection(client),
          client.endpoints().stream()
              .map(endpoint -> endpoint.url().toString())
              .collect(Collectors.joining(", ")));
    } catch (ConfigException e) {
      throw new ProjectException(
          ProjectException.Kind.USAGE, String.valueOf(e.getMessage()), null, e);
    }
  }

  /** A part of a path. */
  static String encoded(String part) {
    return RegistryConnection.encoded(part);
  }

  /** Where it is, fit for people's eyes. */
  String address() {
    return address;
  }

  /** What is there; empty if the registry says that it is not. */
  Optional<JsonNode> get(String path) {
    try {
      return Optional.of(ask("GET", path, null));
    } catch (RefusedException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Changes something. */
  void put(String path, Object body) {
    ask("PUT", path, body);
  }

  /** Adds something. */
  JsonNode post(String path, Object body) {
    return ask("POST", path, body);
  }

  /** Takes something away. */
  void delete(String path) {
    ask("DELETE", path, null);
  }

  /** Takes something away that need not be there. */
  void deleteIfThere(String path) {
    try {
      delete(path);
    } catch (RefusedException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
  }

  private JsonNode ask(String method, String path, @Nullable Object body) {
    try {
      return connection.send(method, path, body == null ? null : json.valueToTree(body));
    } catch (RegistryRefusalException e) {
      throw refused(e);
    } catch (RegistryUnavailableException e) {
      throw new ProjectException(
          ProjectException.Kind.UNREACHABLE,
          String.valueOf(e.getMessage()),
          "Is it the address of a schema registry, and is that running?",
          e);
    }
  }

  private static RuntimeException refused(RegistryRefusalException e) {
    if (e.status() == 401 || e.status() == 403) {
      return new ProjectException(
          ProjectException.Kind.UNREACHABLE,
          String.valueOf(e.getMessage()),
          "They stand in 'registry' of sluice.yaml, or in the file of --registry-config.",
          e);
    }
    // Whoever is no registry does not know the path, and has no number of the API's for it.
    if (e.status() == 404 && e.code() == 404) {
      return new ProjectException(
          ProjectException.Kind.UNREACHABLE,
          String.valueOf(e.getMessage()),
          "Is it the address of a registry's API? Apicurio has it below /apis/ccompat/v7.",
          e);
    }
    return new RefusedException(e.status(), e.code(), String.valueOf(e.getMessage()));
  }
}
