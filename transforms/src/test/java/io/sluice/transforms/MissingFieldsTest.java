package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.transforms.MaskConfig.Missing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MissingFieldsTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Mask.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  @Test
  void a_misspelt_field_is_reported_once_with_what_was_meant() {
    MissingFields missing = new MissingFields(List.of("emial"), Missing.WARN);

    missing.check("schema 'a'", Set.of("id", "email"), Set.of());
    missing.check("schema 'a'", Set.of("id", "email"), Set.of());

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("'emial'", "'a'", "'email'");
  }

  @Test
  void a_table_without_a_field_that_another_has_is_no_news() {
    MissingFields missing = new MissingFields(List.of("email", "phone"), Missing.WARN);

    missing.check("schema 'customers'", Set.of("email", "phone"), Set.of("email", "phone"));
    missing.check("schema 'orders'", Set.of("id", "total"), Set.of());

    assertThat(log.list).isEmpty();
  }

  @Test
  void a_field_that_no_table_has_is_reported_once_not_for_each_table() {
    MissingFields missing = new MissingFields(List.of("iban"), Missing.WARN);

    missing.check("schema 'customers'", Set.of("email"), Set.of());
    missing.check("schema 'orders'", Set.of("total"), Set.of());

    assertThat(log.list).hasSize(1);
  }

  @Test
  void nothing_is_said_if_so_configured() {
    new MissingFields(List.of("x"), Missing.IGNORE).check("schema 'a'", Set.of("y"), Set.of());

    assertThat(log.list).isEmpty();
  }
}
