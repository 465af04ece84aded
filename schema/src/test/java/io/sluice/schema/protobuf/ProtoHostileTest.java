package io.sluice.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.InvalidSchemaException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that are made to hurt end in an answer. The time only ends what would never end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtoHostileTest {
  private static final String PROTO3 = "syntax = \"proto3\"; ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message M { ",
        "option (a) = { b: ",
        "option (a) = [",
        "message M { map<int32, ",
      })
  void what_is_nested_without_end_is_refused_before_it_is_parsed(String opening) {
    assertThatThrownBy(() -> ProtoTexts.parsed(PROTO3 + opening.repeat(50_000)))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("levels deep; at most 500 are accepted");
  }

  @Test
  void messages_at_the_highest_depth_are_read() {
    String deep = "message M { ".repeat(499) + "}".repeat(499);

    assertThat(ProtoTexts.parsed(PROTO3 + deep).normalized()).contains("message M {}");
  }

  @Test
  void ten_megabytes_are_refused() {
    assertThatThrownBy(() -> ProtoTexts.parsed("//" + "x".repeat(10 << 20)))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("characters long");
  }

  @Test
  void more_types_than_are_accepted_are_refused_before_they_are_parsed() {
    String types =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "message M" + i + "{}")
            .collect(Collectors.joining());

    assertThatThrownBy(() -> ProtoTexts.parsed(types))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("types; at most 20,000 are accepted");
  }

  @Test
  void many_types_are_read_and_compared() {
    String types =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "message M" + i + "{ M" + (i + 1) % 5_000 + " next = 1; int32 a = 2; }")
            .collect(Collectors.joining("\n", PROTO3, ""));
    ProtobufSchema schema = ProtoTexts.parsed(types);
    ProtobufSchema other = ProtoTexts.parsed(types.replace("int32 a", "string a"));

    assertThat(ProtoTexts.FORMAT.incompatibilities(schema, schema)).isEmpty();
    assertThat(ProtoTexts.FORMAT.incompatibilities(other, schema)).hasSize(5_000);
  }

  @Test
  void very_many_fields_maps_options_and_comments_are_read() {
    String fields =
        IntStream.range(20_000, 40_000)
            .mapToObj(i -> "map<string, int32> f" + i + " = " + i + "; // " + i + "\n")
            .collect(Collectors.joining("", PROTO3 + "message M {", "}"));
    assertThat(ProtoTexts.parsed(fields).descriptor().getMessageTypes().get(0).getFields())
        .hasSize(20_000);

    String options =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "option (o) = \"" + i + "\";")
            .collect(
                Collectors.joining(
                    "",
                    PROTO3
                        + "import \"google/protobuf/descriptor.proto\";"
                        + "extend google.protobuf.FileOptions { repeated string o = 50001; }",
                    ""));
    assertThat(
            ProtoTexts.parsed(options)
                .descriptor()
                .getOptions()
                .getUnknownFields()
                .getField(50001)
                .getLengthDelimitedList())
        .hasSize(50_000);

    String comments = PROTO3 + "//\n".repeat(1_000_000) + "message M {}";
    assertThat(ProtoTexts.parsed(comments).recordName()).contains("M");
  }

  @Test
  void a_long_name_that_all_fields_would_carry_is_refused() {
    String fields =
        IntStream.range(1, 10_000)
            .mapToObj(i -> "int32 f" + i + " = " + i + ";")
            .collect(Collectors.joining("", PROTO3 + "message " + "M".repeat(1 << 20) + " {", "}"));

    assertThatThrownBy(() -> ProtoTexts.parsed(fields))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("full names");
  }

  @Test
  void files_that_import_one_another_are_refused() {
    Map<String, String> cycle =
        Map.of(
            "a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { B b = 1; }",
            "b.proto", "syntax = \"proto3\"; import \"a.proto\"; message B { A a = 1; }");

    assertThatThrownBy(
            () ->
                ProtoTexts.parsed(
                    "syntax = \"proto3\"; import \"a.proto\"; message M { A a = 1; }", cycle))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessage("Files import one another: a.proto imports b.proto imports a.proto");
  }

  @Test
  void a_chain_of_very_many_imports_is_refused() {
    Map<String, String> chain = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      chain.put(i + ".proto", PROTO3 + "import \"" + (i + 1) + ".proto\"; message M" + i + " {}");
    }

    assertThatThrownBy(() -> ProtoTexts.parsed(PROTO3 + "import \"0.proto\";", chain))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("over more than 100 steps");
  }

  @Test
  void random_bytes_in_base64_and_broken_texts_are_refused_or_read() {
    Random random = new Random(7);
    String good = ProtoTexts.parsed(PROTO3 + "message M { int32 a = 1; }").serialized();
    String text = PROTO3 + "message M { int32 a = 1 [deprecated = true]; enum E { A = 0; } }";
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Base64.getDecoder().decode(good);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      tryParse(Base64.getEncoder().encodeToString(bytes));
      StringBuilder broken = new StringBuilder(text);
      broken.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
      broken.deleteCharAt(random.nextInt(broken.length()));
      tryParse(broken.toString());
    }
  }

  private static void tryParse(String text) {
    try {
      ProtoTexts.parsed(text).normalized();
    } catch (InvalidSchemaException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
