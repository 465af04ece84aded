package io.sluice.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.schema.InvalidSchemaException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtobufFormatTest {

  /** Everything that there is, as the canonical form writes it. */
  private static final String PROTO2 =
      """
      syntax = "proto2";
      package shop.orders;

      import "google/protobuf/timestamp.proto";
      import public "google/protobuf/any.proto";

      option java_package = "com.example.shop";
      option java_multiple_files = true;
      option optimize_for = CODE_SIZE;

      message Order {
        reserved 100 to 200, 1000 to max;
        reserved "old_name", "older_name";
        option deprecated = true;
        required int64 id = 1;
        optional string note = 2 [
          deprecated = true,
          default = "say \\"hi\\"\\n",
          json_name = "remark"
        ];
        repeated int32 counts = 3 [packed = true];
        map<string, Line> lines = 4;
        oneof payment {
          option (unknown.oneof_option) = "kept";
          string card = 5;
          bytes cash = 6;
        }
        optional group Detail = 7 {
          optional int32 depth = 1;
        }
        optional State state = 8 [default = OPEN];
        optional bytes raw = 9 [default = "\\001\\377"];
        optional .google.protobuf.Timestamp at = 10;
        optional double ratio = 11 [default = -inf];
        extensions 500 to 599;

        extend Order {
          optional string extra = 500;
        }

        message Line {
          optional fixed64 sku = 1;
        }

        enum State {
          option allow_alias = true;
          OPEN = 0;
          CLOSED = 1 [deprecated = true];
          DONE = 1;
          LOST = -1;
        }
      }

      enum Level {
        reserved 5 to 9, 11;
        reserved "GONE";
        LOW = 1;
        HIGH = 2;
      }

      extend Order {
        optional int32 rank = 501;
        repeated Level levels = 502;
      }

      service Orders {
        option deprecated = false;
        rpc Place (Order) returns (stream .google.protobuf.Any);
        rpc Watch (stream Order) returns (Order) {
          option deprecated = true;
        }
      }
      """;

  @Test
  void the_canonical_form_keeps_all_that_a_file_says() {
    ProtobufSchema schema = ProtoTexts.parsed(PROTO2);

    assertThat(schema.canonical()).isEqualTo(PROTO2);
    assertThat(schema.recordName()).contains("shop.orders.Order");
  }

  @Test
  void comments_and_layout_say_nothing() {
    ProtobufSchema schema =
        ProtoTexts.parsed(
            """
            // A file.
            syntax="proto3"; /* of proto3 */ package p ;
            enum E{A=0;}
            message /* a */ M{ // b
              int32 a=1;/* c */ string b = 2; ; optional int64 c = 3; repeated E d=0x4;
              map < string , E > e = 5;
            }
            message Empty {}
            """);

    assertThat(schema.canonical())
        .isEqualTo(
            """
            syntax = "proto3";
            package p;

            message M {
              int32 a = 1;
              string b = 2;
              optional int64 c = 3;
              repeated E d = 4;
              map<string, E> e = 5;
            }
            message Empty {}

            enum E {
              A = 0;
            }
            """);
  }

  @Test
  void what_may_be_written_in_several_ways_is_normalised_to_one() {
    String one =
        """
        syntax = "proto3";
        package p;
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/any.proto";
        option java_package = "x";
        option go_package = "y";
        message M {
          oneof choice { Inner b = 3; string a = 2 [json_name = "a"]; }
          google.protobuf.Timestamp t = 1 [deprecated = true, (x.opt) = 1];
          message Inner { M m = 1; }
          reserved "q", "k";
          reserved 9, 5 to 7;
        }
        enum Z { Z0 = 0; Z2 = 2; Z1 = 1; }
        enum A { A0 = 0; }
        """;
    String other =
        """
        syntax = "proto3";
        package p;
        import "google/protobuf/any.proto";
        import "google/protobuf/timestamp.proto";
        option go_package = "y";
        option java_package = "x";
        enum A { A0 = 0; }
        enum Z { Z0 = 0; Z1 = 1; Z2 = 2; }
        message M {
          reserved 5 to 7, 9;
          reserved "k", "q";
          .google.protobuf.Timestamp t = 1 [(x.opt) = 1, deprecated = true];
          oneof choice { string a = 2; .p.M.Inner b = 3; }
          message Inner { .p.M m = 1; }
        }
        """;

    assertThat(ProtoTexts.parsed(one).normalized())
        .isEqualTo(ProtoTexts.parsed(other).normalized())
        .isEqualTo(
            """
            syntax = "proto3";
            package p;

            import "google/protobuf/any.proto";
            import "google/protobuf/timestamp.proto";

            option go_package = "y";
            option java_package = "x";

            message M {
              reserved 5 to 7, 9;
              reserved "k", "q";
              .google.protobuf.Timestamp t = 1 [
                (x.opt) = 1,
                deprecated = true
              ];
              oneof choice {
                string a = 2;
                .p.M.Inner b = 3;
              }

              message Inner {
                .p.M m = 1;
              }
            }

            enum A {
              A0 = 0;
            }
            enum Z {
              Z0 = 0;
              Z1 = 1;
              Z2 = 2;
            }
            """);
  }

  @Test
  void the_normal_form_of_everything_is_its_own() {
    String normal = ProtoTexts.parsed(PROTO2).normalized();

    assertThat(ProtoTexts.parsed(normal).normalized()).isEqualTo(normal);
    assertThat(ProtoTexts.parsed(normal).descriptor().toProto().getMessageType(0).getFieldCount())
        .isEqualTo(11);
  }

  @Test
  void a_file_without_syntax_is_proto2() {
    ProtobufSchema without = ProtoTexts.parsed("message M { optional int32 a = 1; }");

    assertThat(without.canonical()).startsWith("message M {");
    assertThat(without.normalized()).startsWith("syntax = \"proto2\";\n\nmessage M {");
  }

  @Test
  void the_descriptor_is_protobufs_own() {
    Descriptor order = ProtoTexts.parsed(PROTO2).descriptor().findMessageTypeByName("Order");

    assertThat(order.findFieldByName("id").isRequired()).isTrue();
    assertThat(order.findFieldByName("lines").isMapField()).isTrue();
    assertThat(order.findFieldByName("counts").isPacked()).isTrue();
    assertThat(order.findFieldByName("note").getJsonName()).isEqualTo("remark");
    assertThat(order.findFieldByName("note").getDefaultValue()).isEqualTo("say \"hi\"\n");
    assertThat(order.findFieldByName("detail").getType()).isEqualTo(FieldDescriptor.Type.GROUP);
    assertThat(order.findFieldByName("card").getRealContainingOneof().getName())
        .isEqualTo("payment");
    assertThat(order.findFieldByName("at").getMessageType())
        .isSameAs(com.google.protobuf.Timestamp.getDescriptor());
    assertThat(order.getOptions().getDeprecated()).isTrue();
    assertThat(order.getFile().getOptions().getJavaPackage()).isEqualTo("com.example.shop");
    assertThat(order.getFile().getName()).isEqualTo(ProtobufFormat.FILE_NAME);
  }

  @Test
  void a_descriptor_in_base64_is_a_schema_too() {
    ProtobufSchema schema = ProtoTexts.parsed(PROTO2);

    ProtobufSchema again = ProtoTexts.parsed(schema.serialized());

    assertThat(again.normalized()).isEqualTo(schema.normalized());
    assertThat(again.serialized()).isEqualTo(schema.serialized());
  }

  @Test
  void options_of_ones_own_are_read_where_it_is_known_what_they_are() throws Exception {
    String text =
        """
        syntax = "proto3";
        package p;

        import "confluent/meta.proto";
        import "nobody/has/this.proto";

        message M {
          int32 a = 1 [
            (confluent.field_meta).doc = "What it is.",
            (confluent.field_meta).params = {key: "connect.type", value: "int16"},
            (nobody.knows) = {x: 1}
          ];
        }
        """;

    ProtobufSchema schema = ProtoTexts.parsed(text);

    assertThat(schema.canonical()).isEqualTo(text);
    FieldDescriptor field = schema.descriptor().getMessageTypes().get(0).getFields().get(0);
    FieldOptions options = field.getOptions();
    assertThat(options.getUninterpretedOptionList()).hasSize(1);
    assertThat(options.getUnknownFields().hasField(1088)).isTrue();
    // And so a descriptor that a client sends says the same in text.
    ProtobufSchema fromBase64 =
        ProtoTexts.parsed(
            Base64.getEncoder()
                .encodeToString(
                    FileDescriptorProto.parseFrom(Base64.getDecoder().decode(schema.serialized()))
                        .toByteArray()));
    assertThat(fromBase64.canonical())
        .contains(
            "(confluent.field_meta) = {doc: \"What it is.\", params: [{key: \"connect.type\"");
    assertThat(
            fromBase64
                .descriptor()
                .getMessageTypes()
                .get(0)
                .getFields()
                .get(0)
                .getOptions()
                .getUnknownFields())
        .isEqualTo(options.getUnknownFields());
  }

  @Test
  void an_option_that_the_file_defines_itself_is_read() {
    ProtobufSchema schema =
        ProtoTexts.parsed(
            """
            syntax = "proto2";
            package p;
            import "google/protobuf/descriptor.proto";
            extend google.protobuf.MessageOptions { repeated int32 rank = 50001; }
            message M { option (rank) = 7; option (p.rank) = 8; }
            """);

    assertThat(
            schema
                .descriptor()
                .findMessageTypeByName("M")
                .getOptions()
                .getUnknownFields()
                .getField(50001)
                .getVarintList())
        .containsExactly(7L, 8L);
  }

  @Test
  void standard_files_may_be_imported_without_a_reference() {
    ProtobufSchema schema =
        ProtoTexts.parsed(
            """
            syntax = "proto3";
            import "google/type/money.proto";
            import "google/type/date.proto";
            import "google/type/timeofday.proto";
            import "google/type/datetime.proto";
            import "google/protobuf/wrappers.proto";
            import "confluent/type/decimal.proto";
            message M {
              google.type.Money a = 1;
              google.type.Date b = 2;
              google.type.TimeOfDay c = 3;
              google.type.DateTime d = 4;
              google.protobuf.Int32Value e = 5;
              confluent.type.Decimal f = 6;
            }
            """);

    assertThat(schema.descriptor().getMessageTypes().get(0).getFields())
        .extracting(field -> field.getMessageType().getFullName())
        .containsExactly(
            "google.type.Money",
            "google.type.Date",
            "google.type.TimeOfDay",
            "google.type.DateTime",
            "google.protobuf.Int32Value",
            "confluent.type.Decimal");
  }

  @Test
  void every_standard_file_can_be_read() {
    for (String name :
        "calendar_period color date datetime dayofweek decimal expr fraction interval latlng localized_text money month phone_number postal_address quaternion timeofday"
            .split(" ")) {
      ProtobufSchema schema =
          ProtoTexts.parsed(
              "syntax = \"proto3\"; import \"google/type/" + name + ".proto\"; message M {}");
      assertThat(schema.descriptor().getDependencies()).hasSize(1);
    }
  }

  @Test
  void imports_are_taken_from_what_the_schema_refers_to_also_over_several_steps() {
    Map<String, String> dependencies = new LinkedHashMap<>();
    dependencies.put(
        "money.proto", "syntax = \"proto3\"; package m; message Money { int64 v = 1; }");
    dependencies.put(
        "line.proto",
        "syntax = \"proto3\"; package l; import public \"money.proto\";"
            + " message Line { m.Money price = 1; }");
    ProtobufSchema schema =
        ProtoTexts.parsed(
            """
            syntax = "proto3";
            import "line.proto";
            message Order { l.Line line = 1; m.Money total = 2; }
            """,
            dependencies);

    assertThat(schema.normalized()).contains(".l.Line line = 1;").contains(".m.Money total = 2;");
    assertThat(schema.descriptor().getDependencies().get(0).getName()).isEqualTo("line.proto");
  }

  @Test
  void a_type_of_an_import_that_nobody_has_is_missed() {
    assertThatThrownBy(
            () ->
                ProtoTexts.parsed(
                    "syntax = \"proto3\"; import \"other.proto\"; message M { o.Other a = 1; }"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("o.Other")
        .hasMessageContaining("M.a")
        .hasMessageEndingWith("It imports what is not among its references: other.proto");
  }
}
