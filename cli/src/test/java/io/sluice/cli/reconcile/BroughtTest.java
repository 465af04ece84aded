package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BroughtTest {
  private static final String KEY = "\"id\", \"valid_from\"";

  @Test
  void what_a_sink_has_told_of_its_table_is_read() {
    Brought brought =
        Brought.parse(
            "\"id\" int64 of \"ID\", \"sum\" decimal(10,2) of \"total\", \"n\" array of text <-"
                + " \"public.orders\"; history \"is_current\"",
            KEY);

    assertThat(brought.columns("total")).containsExactly("sum");
    assertThat(brought.columns("n")).containsExactly("n");
    assertThat(brought.columns("sum")).isEmpty();
    assertThat(brought.keyFields()).containsExactly("ID");
    assertThat(brought.sources()).containsExactly("public.orders");
    assertThat(brought.kind()).isEqualTo("history");
    assertThat(brought.mark()).isEqualTo("is_current");
  }

  @Test
  void names_are_whatever_they_are() {
    Brought brought =
        Brought.parse(
            "\"a; of <- \"\"b\"\", \" text of \"\"\" of \"\";\", \"of\" text <- \"p.\"\";\"\"\";"
                + " upsert",
            "");

    assertThat(brought.columns("\" of \";")).containsExactly("a; of <- \"b\", ");
    assertThat(brought.columns("of")).containsExactly("of");
    assertThat(brought.sources()).containsExactly("p.\";\"");
    assertThat(brought.mark()).isEmpty();
  }

  @Test
  void what_was_stored_before_tells_no_fields() {
    Brought brought = Brought.parse("\"id\" int64, \"n\" text <- \"public.a\"", "\"id\"");

    assertThat(brought.told()).isFalse();
    assertThat(brought.columns("id")).isEmpty();
    assertThat(brought.keyFields()).isEmpty();
  }

  @Test
  void rows_that_are_kept_otherwise_are_no_copies() {
    assertThat(refusal("upsert")).isEmpty();
    assertThat(refusal("history")).isEmpty();
    assertThat(List.of("append", "upsert without deletes", "history by event time"))
        .allSatisfy(kind -> assertThat(refusal(kind).orElse("")).contains("'" + kind + "'"));
  }

  private static Optional<String> refusal(String kind) {
    return SinkSettings.refusal(Brought.parse("\"id\" int64; " + kind, ""));
  }
}
