package io.sluice.contract.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.serdes.client.RegisteredSchema;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.RegistryClients;
import io.sluice.serdes.client.RegistryConnection;
import io.sluice.serdes.client.RegistryRefusalException;
import io.sluice.serdes.client.RegistryUnavailableException;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.config.ClientOptions;
import io.sluice.serdes.config.ClientSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any registry with Confluent's API, by HTTP. */
public final class RemoteSubjects implements SubjectRegistry {
  private static final Logger log = LoggerFactory.getLogger(RemoteSubjects.class);
  private static final String URL = "url";
  private static final String SSL = "ssl.";

  private final RegistryClient client;
  private final RegistryConnection connection;

  private RemoteSubjects(RegistryClient client, RegistryConnection connection) {
    this.client = client;
    this.connection = connection;
  }

  /**
   * A registry; nothing is asked yet.
   *
   * @param registry as {@link io.sluice.pipeline.SchemaContract#registry} has it, secrets in place
   * @throws FaultException if that cannot be an address
   */
  public static RemoteSubjects at(Map<String, String> registry) {
    try {
      ClientSettings settings = ClientSettings.of(config(registry));
      return new RemoteSubjects(
          RegistryClients.connect(settings), RegistryClients.connection(settings));
    } catch (ConfigException refused) {
      throw new FaultException(
          Fault.CONFIGURATION, "the registry's address: " + refused.getMessage(), refused);
    }
  }

  private static AbstractConfig config(Map<String, String> registry) {
    Map<String, String> settings = new HashMap<>();
    // Whoever asks repeats it himself, and is to be heard of meanwhile.
    settings.put(ClientOptions.MAX_RETRIES, "0");
    settings.put(ClientOptions.CONNECT_TIMEOUT, "10000");
    settings.put(ClientOptions.READ_TIMEOUT, "30000");
    // What is not there, and what is newest, may be another at the next question.
    settings.put(ClientOptions.MISSING_TTL, "0");
    settings.put(ClientOptions.LATEST_TTL, "0");
    settings.putAll(clientSettings(registry));
    return new AbstractConfig(ClientOptions.define(new ConfigDef()), settings, false);
  }

  /**
   * An address as its section has it, {@code url} and {@code ssl.*} among its keys, by the names
   * that clients of registries know.
   */
  public static Map<String, String> clientSettings(Map<String, String> registry) {
    Map<String, String> settings = new HashMap<>();
    registry.forEach(
        (key, value) ->
            settings.put(
                key.equals(URL)
                    ? ClientOptions.URL
                    : key.startsWith(SSL) ? ClientOptions.SSL_PREFIX + key : key,
                value));
    return settings;
  }

  /**
   * Asks for something that every registry can tell.
   *
   * @throws RetriableException if it does not answer
   * @throws FaultException if it refuses
   */
  public void probe() {
    JsonNode types = answer("", () -> connection.get("/schemas/types"));
    if (!types.isArray()) {
      throw new FaultException(
          Fault.CONFIGURATION, "what answers at the registry's URL is no schema registry");
    }
  }

  @Override
  public OptionalInt find(String subject, SchemaSource schema) {
    return answer(
        subject,
        () ->
            present(() -> client.lookUp(subject, SchemaText.of(schema), false))
                .map(found -> OptionalInt.of(found.version()))
                .orElse(OptionalInt.empty()));
  }

  @Override
  public Optional<Version> latest(String subject) {
    return answer(
        subject,
        () ->
            present(() -> client.latest(subject))
                .map(found -> new Version(found.version(), client.resolve(found))));
  }

  @Override
  public Stream<Version> history(String subject) {
    return versions(subject, true);
  }

  @Override
  public Stream<Version> versions(String subject) {
    return versions(subject, false);
  }

  private Stream<Version> versions(String subject, boolean deleted) {
    return answer(subject, () -> client.versions(subject, deleted)).stream()
        .flatMap(number -> version(subject, number).stream());
  }

  private Optional<Version> version(String subject, int number) {
    return answer(
        subject,
        () ->
            present(() -> client.version(subject, number))
                .map(found -> new Version(number, client.resolve(found))));
  }

  @Override
  public List<String> conflicts(String subject, SchemaSource schema) {
    return answer(subject, () -> client.incompatibilities(subject, SchemaText.of(schema), false));
  }

  @Override
  public Outcome register(String subject, SchemaSource schema) {
    return answer(
        subject,
        () -> {
          try {
            RegisteredSchema made = client.register(subject, SchemaText.of(schema), false);
            // Older registries answer with the id alone.
            int version = made.version() > 0 ? made.version() : find(subject, schema).orElse(0);
            return new Outcome.Registered(version);
          } catch (RegistryRefusalException refused) {
            if (!refused.isIncompatible()) {
              throw refused;
            }
            List<String> conflicts = conflicts(subject, schema);
            return new Outcome.Incompatible(
                conflicts.isEmpty() ? List.of(String.valueOf(refused.getMessage())) : conflicts);
          }
        });
  }

  @Override
  public CompatibilityLevel level(String subject) {
    String path = "/config/" + RegistryConnection.encoded(subject) + "?defaultToGlobal=true";
    String level = answer(subject, () -> connection.get(path)).path("compatibilityLevel").asText();
    return Stream.of(CompatibilityLevel.values())
        .filter(each -> each.name().equals(level))
        .findFirst()
        .orElseThrow(
            () ->
                new FaultException(
                    Fault.SCHEMA_REFUSED,
                    "the registry says that the level of " + subject + " is none that is known"));
  }

  @Override
  public void holdLevel(String subject, CompatibilityLevel level) {
    String path = "/config/" + RegistryConnection.encoded(subject);
    JsonNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
    JsonNode held =
        answer(
            subject,
            () ->
                own(path).path("compatibilityLevel").asText().equals(level.name())
                    ? body
                    : connection.send("PUT", path, body));
    log.debug("{}: {}", path, held);
  }

  /** What was set there itself; a missing node if nothing was. */
  private JsonNode own(String path) {
    try {
      return connection.get(path);
    } catch (RegistryRefusalException refused) {
      if (refused.isNotFound()) {
        return MissingNode.getInstance();
      }
      throw refused;
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static <T> Optional<T> present(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (RegistryRefusalException refused) {
      if (refused.isNotFound()) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static <T> T answer(String subject, Supplier<T> question) {
    try {
      return question.get();
    } catch (RegistryUnavailableException away) {
      throw new RetriableException(String.valueOf(away.getMessage()), away);
    } catch (RegistryRefusalException refused) {
      throw new FaultException(
          Fault.SCHEMA_REFUSED,
          "the registry refuses"
              + (subject.isEmpty() ? "" : " for subject " + subject)
              + ": "
              + refused.getMessage()
              + ". Mend that there, then start the pipeline again: it goes on where it stopped",
          refused);
    }
  }
}
