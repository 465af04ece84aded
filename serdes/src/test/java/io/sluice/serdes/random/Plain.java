package io.sluice.serdes.random;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Values in a form whose equality is by content: arrays of bytes have none of their own. */
public final class Plain {
  private Plain() {}

  public static @Nullable Object of(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Plain::of).collect(Collectors.toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> plain = new HashMap<>();
      map.forEach((key, each) -> plain.put(of(key), of(each)));
      return plain;
    }
    if (value instanceof Struct struct) {
      Map<@Nullable Object, @Nullable Object> plain = new HashMap<>();
      struct
          .schema()
          .fields()
          .forEach(field -> plain.put(field.name(), of(struct.getWithoutDefault(field.name()))));
      return plain;
    }
    return value;
  }
}
