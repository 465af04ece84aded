package io.sluice.kafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of a real cluster without a plugin: {@link RealClusterTest}. */
class ConnectClusterExceptionTest {
  private static boolean lacksPlugin(String said) {
    return new ConnectClusterException(
            ConnectClusterException.Kind.FAILED,
            "the Connect cluster at http://127.0.0.1:8083 answered PUT"
                + " /connector-plugins/a.B/config/validate with 500: "
                + said,
            null)
        .lacksPlugin();
  }

  @Test
  void what_connect_says_of_a_class_that_it_does_not_have_is_told_from_what_plugins_say() {
    assertThat(
            lacksPlugin(
                "Failed to find any class that implements Connector and which name matches a.B,"
                    + " available connectors are: "))
        .isTrue();
    assertThat(
            lacksPlugin(
                "org.apache.kafka.connect.errors.ConnectException: Failed to find any class that"
                    + " implements Connector and which name matches a.B, available connectors"
                    + " are: "))
        .isTrue();
    assertThat(
            lacksPlugin(
                "Plugin a.B not found that matches the version range [2.0], available versions:"
                    + " [1.0]"))
        .isTrue();
    assertThat(lacksPlugin("database host not found")).isFalse();
    assertThat(lacksPlugin("no driver; available versions: 1, 2")).isFalse();
  }
}
