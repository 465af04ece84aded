package io.sluice.transforms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** How values of one schema are masked: worked out once, applied to every record. */
interface MaskPlan {
  /** The schema of the masked values. */
  Schema schema();

  /** A masked copy; the value itself stays as it is. */
  @Nullable Object apply(@Nullable Object value);

  /** One value that is hidden. */
  record Leaf(Schema schema, Masker masker) implements MaskPlan {
    @Override
    public @Nullable Object apply(@Nullable Object value) {
      return value == null ? null : masker.mask(value);
    }
  }

  /**
   * A struct with hidden fields.
   *
   * @param plans by field; null for one that is copied
   */
  record Fields(Schema schema, List<@Nullable MaskPlan> plans) implements MaskPlan {
    @Override
    public @Nullable Object apply(@Nullable Object value) {
      if (!(value instanceof Struct from)) {
        return value;
      }
      Struct to = new Struct(schema);
      for (Field field : schema.fields()) {
        // get() would put the default in the place of a null.
        Object old = from.getWithoutDefault(field.name());
        MaskPlan plan = plans.get(field.index());
        Object masked = plan == null ? old : plan.apply(old);
        if (masked != null) {
          to.put(field, masked);
        }
      }
      return to;
    }
  }

  /** A list with hidden elements. */
  record Elements(Schema schema, MaskPlan element) implements MaskPlan {
    @Override
    public @Nullable Object apply(@Nullable Object value) {
      if (!(value instanceof List<?> from)) {
        return value;
      }
      List<@Nullable Object> to = new ArrayList<>(from.size());
      for (Object old : from) {
        to.add(element.apply(old));
      }
      return to;
    }
  }

  /** A map with hidden values; its keys are names and stay. */
  record Entries(Schema schema, MaskPlan value) implements MaskPlan {
    @Override
    public @Nullable Object apply(@Nullable Object map) {
      if (!(map instanceof Map<?, ?> from)) {
        return map;
      }
      Map<@Nullable Object, @Nullable Object> to = new LinkedHashMap<>();
      from.forEach((key, old) -> to.put(key, value.apply(old)));
      return to;
    }
  }
}
