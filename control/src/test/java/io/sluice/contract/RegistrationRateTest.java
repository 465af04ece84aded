package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.fault.FaultException;
import org.junit.jupiter.api.Test;

class RegistrationRateTest {
  private final RegistrationRate rate = new RegistrationRate(() -> 0);

  @Test
  void what_is_tried_again_and_again_does_not_count() {
    assertThatCode(
            () -> {
              for (int i = 0; i <= RegistrationRate.MOST; i++) {
                rate.check("orders");
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void what_was_made_counts_for_its_topic() {
    for (int i = 0; i < RegistrationRate.MOST; i++) {
      rate.check("orders");
      rate.made("orders");
    }

    assertThatThrownBy(() -> rate.check("orders")).isInstanceOf(FaultException.class);
    assertThatCode(() -> rate.check("customers")).doesNotThrowAnyException();
  }
}
