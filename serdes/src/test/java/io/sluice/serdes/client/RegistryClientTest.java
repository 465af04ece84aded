package io.sluice.serdes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.http.access.SecretHash;
import io.sluice.http.tls.ServerKey;
import io.sluice.registry.http.access.Users;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.config.ClientSettings;
import io.sluice.serdes.server.RunningRegistry;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryClientTest {
  private static final String ADDRESS =
      "{\"type\":\"record\",\"name\":\"Address\",\"namespace\":\"n\",\"fields\":"
          + "[{\"name\":\"city\",\"type\":\"string\"}]}";
  private static final String PERSON =
      "{\"type\":\"record\",\"name\":\"Person\",\"namespace\":\"n\",\"fields\":"
          + "[{\"name\":\"home\",\"type\":\"n.Address\"}]}";

  @TempDir Path folder;

  @Test
  void what_was_registered_is_found_in_every_way() {
    try (RunningRegistry registry = RunningRegistry.in(folder);
        RegistryClient client = registry.client()) {
      SchemaText address = SchemaText.of(SchemaType.AVRO, ADDRESS);

      RegisteredSchema made = client.register("a/b c-value", address, false);

      assertThat(made.version()).isEqualTo(1);
      assertThat(client.byId("", made.id()).schema().text()).isEqualTo(ADDRESS);
      assertThat(client.byGuid("", made.guid().orElseThrow()).schema().text()).isEqualTo(ADDRESS);
      assertThat(client.latest("a/b c-value").id()).isEqualTo(made.id());
      assertThat(client.version("a/b c-value", 1).schema().text()).isEqualTo(ADDRESS);
      assertThat(client.lookUp("a/b c-value", address, false).version()).isEqualTo(1);
    }
  }

  @Test
  void what_a_schema_needs_is_brought_together() {
    try (RunningRegistry registry = RunningRegistry.in(folder);
        RegistryClient client = registry.client()) {
      client.register("address", SchemaText.of(SchemaType.AVRO, ADDRESS), false);
      SchemaText person =
          new SchemaText(
              SchemaType.AVRO,
              PERSON,
              List.of(new SchemaReference("n.Address", "address", 1)),
              null,
              null);
      int id = client.register("person", person, false).id();

      assertThat(client.resolve("person", client.byId("person", id).schema()).dependencies())
          .containsExactly(Map.entry("n.Address", ADDRESS));
    }
  }

  @Test
  void what_a_schema_needs_is_that_of_its_own_context() {
    try (RunningRegistry registry = RunningRegistry.in(folder);
        RegistryClient client = registry.client()) {
      String other = ADDRESS.replace("city", "zip");
      client.register("address", SchemaText.of(SchemaType.AVRO, other), false);
      client.register(":.team:address", SchemaText.of(SchemaType.AVRO, ADDRESS), false);
      SchemaText person = needing("address", PERSON);
      client.register("person", person, false);
      RegisteredSchema made = client.register(":.team:person", person, false);
      int id = made.id();
      UUID guid = made.guid().orElseThrow();

      // The same text, and the same number too, are another schema there.
      assertThat(dependencies(client, client.byId("person", 2))).containsExactly(other);
      assertThat(dependencies(client, client.byId(":.team:person", id))).containsExactly(ADDRESS);
      assertThat(dependencies(client, client.byId(":.team:", id))).containsExactly(ADDRESS);
      assertThat(client.resolve(made).dependencies().values()).containsExactly(ADDRESS);
      assertThat(dependencies(client, client.byGuid(":.team:person", guid)))
          .containsExactly(ADDRESS);
    }
  }

  @Test
  void a_schema_that_the_registry_finds_in_another_context_keeps_what_it_needs() {
    try (RunningRegistry registry = RunningRegistry.in(folder);
        RegistryClient client = registry.client()) {
      client.register(":.team:address", SchemaText.of(SchemaType.AVRO, ADDRESS), false);
      RegisteredSchema made = client.register(":.team:person", needing("address", PERSON), false);

      // Nothing in the default context has the number, and nothing there is called address.
      assertThat(dependencies(client, client.byId("person", made.id()))).containsExactly(ADDRESS);
      assertThat(dependencies(client, client.byGuid("person", made.guid().orElseThrow())))
          .containsExactly(ADDRESS);
    }
  }

  @Test
  void what_one_cannot_get_in_with_is_told_by_its_setting() throws IOException {
    Path none = folder.resolve("nix.pem");
    Path other = Files.writeString(folder.resolve("other.jks"), "no store");
    for (Path store : List.of(none, other)) {
      assertThatThrownBy(() -> connect("schema.registry.ssl.truststore.location", store.toString()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(store.toString());
    }
    assertThatThrownBy(() -> connect("basic.auth.user.info", "geheim"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("user:password")
        .hasMessageNotContaining("geheim");
  }

  private static void connect(String setting, String value) {
    RegistryClients.connect(
            ClientSettings.of(Map.of("schema.registry.url", "https://127.0.0.1:9", setting, value)))
        .close();
  }

  @Test
  void what_speaks_against_a_version_is_told_before_it_is_one() {
    try (RunningRegistry registry = RunningRegistry.in(folder);
        RegistryClient client = registry.client()) {
      SchemaText other = SchemaText.of(SchemaType.AVRO, ADDRESS.replace("city", "town"));
      assertThat(client.incompatibilities("address", other, false)).isEmpty();
      client.register("address", SchemaText.of(SchemaType.AVRO, ADDRESS), false);

      assertThat(client.incompatibilities("address", other, false))
          .isNotEmpty()
          .allSatisfy(reason -> assertThat(reason).endsWith("; who has it cannot read version 1)"));
      RegistryRefusalException refused =
          catchThrowableOfType(
              RegistryRefusalException.class, () -> client.register("address", other, false));
      assertThat(refused.isIncompatible()).isTrue();
    }
  }

  @Test
  void a_password_lets_in_from_the_url_and_from_the_settings_and_is_in_no_message()
      throws IOException {
    Path file = folder.resolve("users");
    SecretHash hash = SecretHash.ofPassword("s3cret".toCharArray(), new SecureRandom());
    Files.writeString(file, "ann:write:" + hash + "\n");
    Path state = Files.createDirectory(folder.resolve("state"));
    try (RunningRegistry registry =
        RunningRegistry.in(state, settings -> settings.knowing(Users.of(file)))) {
      String host = URI.create(registry.url()).getAuthority();
      String withUser = "http://ann:s3cret@" + host;

      assertThat(ask(Map.of("schema.registry.url", withUser))).isEqualTo(40401);
      assertThat(
              ask(
                  Map.of(
                      "schema.registry.url",
                      registry.url(),
                      "basic.auth.credentials.source",
                      "USER_INFO",
                      "schema.registry.basic.auth.user.info",
                      "ann:s3cret")))
          .isEqualTo(40401);
      assertThat(
              ask(
                  Map.of(
                      "schema.registry.url",
                      registry.url(),
                      "basic.auth.credentials.source",
                      "SASL_INHERIT",
                      "sasl.jaas.config",
                      "org.apache.kafka.common.security.plain.PlainLoginModule required"
                          + " username=\"ann\" password=\"s3cret\";")))
          .isEqualTo(40401);
      assertThatThrownBy(() -> ask(Map.of("schema.registry.url", withUser.replace("t@", "x@"))))
          .isInstanceOf(RegistryRefusalException.class)
          .hasMessageContaining("status 401")
          .hasMessageContaining("basic.auth.user.info")
          .hasMessageNotContaining("s3cre");
    }
  }

  @Test
  void a_registry_proves_by_its_certificate_who_it_is() throws IOException {
    CertificateAuthority authority = new CertificateAuthority(folder, "ca", Clock.systemUTC());
    ServerKey key =
        ServerKey.read(authority.keystore("registry", "localhost"), CertificateAuthority.PASSWORD);
    Path state = Files.createDirectory(folder.resolve("state"));
    try (RunningRegistry registry = RunningRegistry.in(state, settings -> settings.with(key))) {
      String url = "https://localhost:" + URI.create(registry.url()).getPort();
      Map<String, Object> trusting = new HashMap<>();
      trusting.put("schema.registry.url", url);
      trusting.put("schema.registry.ssl.truststore.location", authority.truststore().toString());
      trusting.put("schema.registry.ssl.truststore.password", CertificateAuthority.PASSWORD);
      trusting.put("schema.registry.ssl.truststore.type", "PKCS12");

      assertThat(ask(trusting)).isEqualTo(40401);
      Map<String, Object> pem = new HashMap<>();
      pem.put("schema.registry.url", url);
      pem.put("schema.registry.ssl.truststore.location", authority.trustPem().toString());
      pem.put("schema.registry.ssl.truststore.type", "PEM");
      assertThat(ask(pem)).isEqualTo(40401);
      assertThatThrownBy(() -> ask(Map.of("schema.registry.url", url, "max.retries", 0)))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("SSL");
    }
  }

  @Test
  void settings_that_make_no_sense_are_refused_without_their_secrets() {
    assertThatThrownBy(
            () -> ClientSettings.of(Map.of("schema.registry.url", "mock://ann:s3cret@scope")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                ClientSettings.of(
                    Map.of(
                        "schema.registry.url",
                        "https://r",
                        "schema.registry.ssl.endpoint.identification.algorithm",
                        "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("always looked at");
    assertThat(ClientSettings.of(Map.of("schema.registry.url", "http://ann:s3cret@r")).toString())
        .doesNotContain("s3cret");
  }

  private static SchemaText needing(String subject, String text) {
    return new SchemaText(
        SchemaType.AVRO, text, List.of(new SchemaReference("n.Address", subject, 1)), null, null);
  }

  private static Collection<String> dependencies(RegistryClient client, FoundSchema found) {
    return client.resolve(found.subject(), found.schema()).dependencies().values();
  }

  /** The code of the answer to what is not there, which only who got in is given. */
  private static int ask(Map<String, ?> settings) {
    try (RegistryClient client = RegistryClients.connect(ClientSettings.of(settings))) {
      client.latest("none");
      throw new AssertionError("found what is not there");
    } catch (RegistryRefusalException e) {
      if (e.status() != 404) {
        throw e;
      }
      return e.code();
    }
  }
}
