package io.sluice.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.InvalidSchemaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidProtobufTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n ",
        "no protobuf at all",
        "AAAA",
        "syntax = \"proto4\"; message M {}",
        "edition = \"2023\"; message M {}",
        "syntax = \"proto3\"; message M {",
        "syntax = \"proto3\"; message M { int32 a = 1 }",
        "syntax = \"proto3\"; message M { int32 a = x; }",
        "syntax = \"proto3\"; message M { int32 a = 0; }",
        "syntax = \"proto3\"; message M { int32 a = -1; }",
        "syntax = \"proto3\"; message M { int32 a = 536870912; }",
        "syntax = \"proto3\"; message M { int32 a = 19000; }",
        "syntax = \"proto3\"; message M { int32 a = 99999999999; }",
        "syntax = \"proto3\"; message M { int32 a = 1; int32 b = 1; }",
        "syntax = \"proto3\"; message M { int32 a = 1; int32 a = 2; }",
        "syntax = \"proto3\"; message M { required int32 a = 1; }",
        "syntax = \"proto3\"; message M { Missing a = 1; }",
        "syntax = \"proto3\"; message M { reserved 1; int32 a = 1; }",
        "syntax = \"proto3\"; message M { reserved 1 to 9; int32 a = 9; }",
        "syntax = \"proto3\"; message M { reserved \"a\"; int32 a = 1; }",
        "syntax = \"proto3\"; message M {} message M {}",
        "syntax = \"proto3\"; message M {} enum M { A = 0; }",
        "syntax = \"proto3\"; enum E {}",
        "syntax = \"proto3\"; enum E { A = 1; }",
        "syntax = \"proto3\"; enum E { A = 0; B = 0; }",
        "// Only a comment;",
        "syntax = \"proto3\"; message M { map<M, int32> a = 1; }",
        "syntax = \"proto3\"; message M { map<float, int32> a = 1; }",
        "syntax = \"proto3\"; message M { repeated map<string, int32> a = 1; }",
        "syntax = \"proto3\"; message M { option map_entry = true; int32 a = 1; }",
        "syntax = \"proto2\"; message M { int32 a = 1; }",
        "syntax = \"proto2\"; message M { optional int32 a = 1 [default = \"x\"]; }",
        "syntax = \"proto3\"; message a.b {}",
        "syntax = \"proto3\"; service S { rpc R (Missing) returns (Missing); }",
        "syntax = \"proto3\"; message M { oneof o {} }",
        "}{",
        "\"unterminated ;",
        "/* unterminated ;",
      })
  void what_is_no_schema_is_refused_with_a_sentence(String text) {
    assertThatThrownBy(() -> ProtoTexts.parsed(text))
        .isInstanceOf(InvalidSchemaException.class)
        .message()
        .startsWith("The schema ")
        .hasSizeLessThan(600);
  }

  @Test
  void where_the_text_is_broken_is_told() {
    assertThatThrownBy(
            () -> ProtoTexts.parsed("syntax = \"proto3\";\nmessage M {\n  int32 = 1;\n}"))
        .hasMessageContaining("default.proto:3:");
  }
}
