package io.sluice.schema.protobuf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Files as somebody might write them. The same seed gives the same; two files of one seed and
 * different orders say the same, in another order wherever any will do.
 */
final class RandomProto {
  private static final List<String> SCALARS =
      List.of(
          "int32",
          "int64",
          "uint32",
          "sint64",
          "fixed32",
          "sfixed64",
          "bool",
          "float",
          "double",
          "string",
          "bytes");

  private final Random random;
  private final Random order;
  private final boolean proto3;
  private final List<String> messages = new ArrayList<>();
  private final List<String> enums = new ArrayList<>();
  private int names;

  private RandomProto(long seed, long order) {
    this.random = new Random(seed);
    this.order = new Random(order);
    this.proto3 = random.nextBoolean();
  }

  static String file(long seed, long order) {
    return new RandomProto(seed, order).file();
  }

  private String file() {
    String pack = random.nextBoolean() ? "package a.b" + random.nextInt(2) + ";\n" : "";
    String scope =
        pack.isEmpty() ? "" : pack.substring("package ".length(), pack.length() - 2) + ".";
    List<String> imports = new ArrayList<>();
    imports.add("import \"google/protobuf/timestamp.proto\";");
    imports.add("import \"google/type/date.proto\";");
    imports.add("import \"nobody/has.proto\";");
    List<String> options =
        new ArrayList<>(
            List.of(
                "option java_package = \"x.y\";",
                "option (nobody.knows) = {a: 1, b: [\"c\", D]};",
                "option deprecated = true;"));
    messages.add(".google.protobuf.Timestamp");
    messages.add("google.type.Date");
    List<String> enumTexts = new ArrayList<>();
    int enumCount = random.nextInt(3);
    for (int i = 0; i < enumCount; i++) {
      enumTexts.add(enumeration(scope));
    }
    StringBuilder types = new StringBuilder();
    int messageCount = 1 + random.nextInt(3);
    for (int i = 0; i < messageCount; i++) {
      types.append(message(scope, 2));
    }
    shuffle(imports);
    shuffle(options);
    shuffle(enumTexts);
    String between = comment();
    return "syntax = \""
        + (proto3 ? "proto3" : "proto2")
        + "\";\n"
        + pack
        + String.join(between, imports)
        + String.join(between, options)
        + (order.nextBoolean()
            ? types + String.join("\n", enumTexts)
            : String.join("\n", enumTexts) + types);
  }

  private void shuffle(List<?> list) {
    Collections.shuffle(list, order);
  }

  private String comment() {
    return switch (order.nextInt(3)) {
      case 0 -> "\n// }{ \"\n";
      case 1 -> " /* ' */ ";
      default -> "\n\n";
    };
  }

  private String enumeration(String scope) {
    String name = "E" + names++;
    enums.add(reference(scope, name));
    List<String> values = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      values.add(name + "_V" + i + " = " + (random.nextBoolean() ? i : -i) + ";");
    }
    shuffle(values);
    return "enum " + name + " { " + name + "_V0 = 0; " + String.join(comment(), values) + "}\n";
  }

  private String reference(String scope, String name) {
    return switch (order.nextInt(2)) {
      case 0 -> "." + scope + name;
      default -> scope + name;
    };
  }

  private String message(String scope, int depth) {
    String name = "M" + names++;
    messages.add(reference(scope, name));
    List<String> parts = new ArrayList<>();
    StringBuilder nested = new StringBuilder();
    if (depth > 0 && random.nextInt(3) == 0) {
      nested.append(message(scope + name + ".", depth - 1));
    }
    if (random.nextInt(4) == 0) {
      nested.append(enumeration(scope + name + "."));
    }
    int count = random.nextInt(6);
    int number = 1;
    for (int i = 0; i < count; i++) {
      number += 1 + random.nextInt(3);
      parts.add(part(number));
      number += 3;
    }
    parts.add("reserved 1, 2000 to 3000;");
    parts.add("reserved \"gone\";");
    shuffle(parts);
    return "message " + name + " {" + comment() + String.join(comment(), parts) + nested + "}\n";
  }

  private String part(int number) {
    return switch (random.nextInt(6)) {
      case 0 -> "map<string, " + type() + "> f" + number + " = " + number + ";";
      case 1 -> {
        List<String> fields = new ArrayList<>();
        fields.add(type() + " f" + number + " = " + number + ";");
        fields.add(type() + " f" + (number + 1) + " = " + (number + 1) + ";");
        shuffle(fields);
        yield "oneof o" + number + " { " + String.join(comment(), fields) + " }";
      }
      case 2 -> "repeated " + type() + " f" + number + " = " + number + ";";
      case 3 -> field(number, "optional ");
      default -> field(number, proto3 ? "" : "optional ");
    };
  }

  private String field(int number, String label) {
    List<String> options = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      options.add("deprecated = true");
      options.add("json_name = \"n" + number + "\"");
      options.add("(some.option).part = -7");
    }
    shuffle(options);
    String brackets = options.isEmpty() ? "" : " [" + String.join(", ", options) + "]";
    return label + type() + " f" + number + " = " + number + brackets + ";";
  }

  private String type() {
    int kind = random.nextInt(4);
    if (kind == 0 && !enums.isEmpty()) {
      return enums.get(random.nextInt(enums.size()));
    }
    return kind == 1
        ? messages.get(random.nextInt(messages.size()))
        : SCALARS.get(random.nextInt(SCALARS.size()));
  }
}
