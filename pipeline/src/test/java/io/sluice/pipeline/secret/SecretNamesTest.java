package io.sluice.pipeline.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "database.password",
        "ssl.keystore.password",
        "api_key",
        "apiKey",
        "aws.secret.access.key",
        "key",
        "salt",
        "auth.token",
        "PGPASSWORD",
        "sasl.jaas.config",
        "database.passwort",
        "database.passwrd",
        "database.passsword",
        "databasePasswrod",
        "aws.sercet",
        "credentails",
        "api.kye",
        "auth.tokn"
      })
  void keys_of_secrets_are_recognised(String key) {
    assertThat(SecretNames.isSecret(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database.hostname",
        "table.field.event.key",
        "primary.key.fields",
        "key.converter",
        "bypass",
        "tokens.max",
        "select",
        "sections",
        "broken",
        "database.passed.by",
        "topic.tokens"
      })
  void other_keys_are_not(String key) {
    assertThat(SecretNames.isSecret(key)).isFalse();
  }
}
