package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What scalar types are called in a {@code .proto} file. */
final class ScalarNames {
  private static final Map<String, Type> TYPES =
      Arrays.stream(Type.values())
          .filter(
              type ->
                  type != Type.TYPE_MESSAGE && type != Type.TYPE_ENUM && type != Type.TYPE_GROUP)
          .collect(Collectors.toUnmodifiableMap(ScalarNames::of, Function.identity()));

  private ScalarNames() {}

  static Optional<Type> named(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  static String of(Type type) {
    return type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
  }
}
