package io.sluice.pipeline.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.UnresolvedConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 9: a resolved secret never appears in what people see. */
class RedactionTest {
  private static Secrets knowing(String secret) {
    Secrets secrets = new Secrets(Map.of("PW", secret), name -> Optional.empty());
    secrets.resolve(UnresolvedConfig.of(Map.of("database.password", "${env:PW}")));
    return secrets;
  }

  @Test
  void a_secret_that_begins_with_another_goes_as_a_whole() {
    Secrets secrets = knowing("sesame");
    secrets.remember("sesame-street");

    assertThat(secrets.redact("at sesame-street and sesame")).isEqualTo("at *** and ***");
  }

  @Test
  void each_line_of_a_private_key_goes_as_well() {
    Secrets secrets =
        knowing(
            "-----BEGIN KEY-----\n"
                + "MIIEvQIBADANBgkqhkiG9w0\n"
                + "BAQEFAASCBKcwggSjAgEA\n"
                + "-----END KEY-----");

    assertThat(secrets.redact("read MIIEvQIBADANBgkqhkiG9w0 and then"))
        .isEqualTo("read *** and then");
  }

  @Test
  void a_short_password_goes_where_it_stands_as_a_word() {
    Secrets secrets = knowing("abc");

    assertThat(secrets.redact("login with abc failed in abcde"))
        .isEqualTo("login with *** failed in abcde");
  }

  @Test
  void a_user_name_from_the_environment_stays_readable_unless_it_is_the_password_too() {
    Secrets secrets =
        new Secrets(Map.of("U", "reporting", "P", "reporting"), name -> Optional.empty());
    secrets.resolve(UnresolvedConfig.of(Map.of("database.user", "${env:U}")));
    assertThat(secrets.redact("no such user reporting")).isEqualTo("no such user reporting");

    secrets.resolve(UnresolvedConfig.of(Map.of("database.password", "${env:P}")));
    assertThat(secrets.redact("no such user reporting")).isEqualTo("no such user ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "5432", "true"})
  void values_of_other_settings_that_anybody_would_guess_stay_readable(String value) {
    Secrets secrets = new Secrets(Map.of("X", value), name -> Optional.empty());
    secrets.resolve(UnresolvedConfig.of(Map.of("url", "${env:X}")));

    assertThat(secrets.redact("refused by " + value)).isEqualTo("refused by " + value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://h/d?user=u&password=hunter2&ssl=true | jdbc:postgresql://h/d?user=u&password=***&ssl=true
          postgres://u:hunter2@h:5432/d                          | postgres://u:***@h:5432/d
          Driver said: database.password = hunter2, giving up    | Driver said: database.password = ***, giving up
          {"password": "hunter2", "user": "u"}                   | {"password": "***", "user": "u"}
          {"api_key":"hun\\"ter2"}                               | {"api_key":"***"}
          sasl.jaas.config=x password="hunter2";                 | sasl.jaas.config=x password=***;
          AWS_SECRET_ACCESS_KEY=hunter2                          | AWS_SECRET_ACCESS_KEY=***
          """)
  void what_stands_where_passwords_stand_goes_even_when_no_provider_gave_it(
      String text, String expected) {
    assertThat(new Secrets(Map.of(), name -> Optional.empty()).redact(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source.config.database.password: is missing",
        "password=${env:SHOP_PASSWORD}",
        "unexpected token: EOF",
        "http://localhost:5432/x",
        "shop.yaml:4:22 source.config.batch.size: Invalid value",
        "12:30:01 INFO lane 3 is full"
      })
  void text_without_secrets_stays_as_it_is(String text) {
    assertThat(new Secrets(Map.of(), name -> Optional.empty()).redact(text)).isEqualTo(text);
  }

  @Test
  void a_word_that_is_tried_as_a_password_is_hidden_from_its_trial_and_logs_until_that_ends() {
    Secrets secrets = knowing("sesame");
    try (Secrets tried = secrets.passing()) {
      tried.remember("orders");

      assertThat(tried.redact("orders and sesame")).isEqualTo("*** and ***");
      assertThat(secrets.redactLog("orders and sesame")).isEqualTo("*** and ***");
      assertThat(secrets.redact("orders and sesame")).isEqualTo("orders and ***");
    }

    assertThat(secrets.redactLog("orders and sesame")).isEqualTo("orders and ***");
  }

  @Test
  void what_a_trial_refers_to_is_a_secret_in_its_answers_whatever_the_key_and_for_good_elsewhere() {
    Secrets secrets =
        new Secrets(Map.of("A", "first-secret", "B", "second-secret"), name -> Optional.empty());
    try (Secrets tried = secrets.passing()) {
      tried.resolve(
          UnresolvedConfig.of(Map.of("database.user", "${env:A}", "static.value", "${env:B}")));

      assertThat(tried.redact("first-secret second-secret")).isEqualTo("*** ***");
    }

    assertThat(secrets.redact("first-secret second-secret")).isEqualTo("first-secret ***");
  }
}
