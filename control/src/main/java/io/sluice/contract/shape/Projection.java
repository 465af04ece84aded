package io.sluice.contract.shape;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Brings values of one schema into another, by the names of fields: what the other one does not
 * have is left out, what it has more gets its default or null. Nothing else is lost: a number goes
 * only into a type that holds all numbers of its own. Planned once, then used for every record;
 * thread-safe.
 */
public final class Projection {
  /** Fields that it names, in {@link #leftOut}; a schema may have thousands. */
  private static final int NAMED = 20;

  private static final List<Type> INTEGERS = List.of(Type.INT8, Type.INT16, Type.INT32, Type.INT64);

  @FunctionalInterface
  private interface Step {
    Object apply(Object value);
  }

  private static final Step AS_IT_IS = value -> value;

  private final Schema target;
  private final Step step;
  private final List<String> leftOut;

  private Projection(Schema target, Step step, List<String> leftOut) {
    this.target = target;
    this.step = step;
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * Plans it.
   *
   * @throws UnfitException if no value of the one can be brought into the other
   */
  public static Projection of(Schema from, Schema to) {
    List<String> leftOut = new ArrayList<>();
    return new Projection(to, plan(from, to, "", leftOut), leftOut);
  }

  /** The schema that values have afterwards. */
  public Schema target() {
    return target;
  }

  /** The paths of fields that are left out; the first of them, where there are very many. */
  public List<String> leftOut() {
    return leftOut;
  }

  /**
   * The value in the other schema.
   *
   * @throws UnfitException if this one cannot be brought into it
   */
  public @Nullable Object apply(@Nullable Object value) {
    return nullable(value, target, step, "");
  }

  private static @Nullable Object nullable(
      @Nullable Object value, Schema to, Step step, String path) {
    if (value != null) {
      return step.apply(value);
    }
    // A default is for what the writer did not have: a null that it wrote is not that value.
    if (!to.isOptional()) {
      throw new UnfitException(path, "is null here, and the accepted schema has a value there");
    }
    return null;
  }

  private static Step plan(Schema from, Schema to, String path, List<String> leftOut) {
    if (from.equals(to)) {
      return AS_IT_IS;
    }
    return switch (to.type()) {
      case STRUCT -> struct(from, to, path, leftOut);
      case ARRAY -> array(from, to, path, leftOut);
      case MAP -> map(from, to, path, leftOut);
      default -> scalar(from, to, path);
    };
  }

  private static Step struct(Schema from, Schema to, String path, List<String> leftOut) {
    requireType(from, to, path);
    record Part(Field source, Field target, Step step, String path) {}
    List<Part> parts = new ArrayList<>();
    List<Field> defaulted = new ArrayList<>();
    for (Field field : to.fields()) {
      String below = path.isEmpty() ? field.name() : path + "." + field.name();
      Field source = from.field(field.name());
      if (source != null) {
        Step step = plan(source.schema(), field.schema(), below, leftOut);
        parts.add(new Part(source, field, step, below));
      } else if (field.schema().defaultValue() != null) {
        defaulted.add(field);
      } else if (!field.schema().isOptional()) {
        throw new UnfitException(below, "is not there, and the accepted schema needs a value");
      }
    }
    for (Field field : from.fields()) {
      if (to.field(field.name()) == null && leftOut.size() < NAMED) {
        leftOut.add(path.isEmpty() ? field.name() : path + "." + field.name());
      }
    }
    return value -> {
      Struct given = (Struct) value;
      Struct made = new Struct(to);
      defaulted.forEach(field -> made.put(field, field.schema().defaultValue()));
      for (Part part : parts) {
        made.put(
            part.target,
            nullable(
                given.getWithoutDefault(part.source.name()),
                part.target.schema(),
                part.step,
                part.path));
      }
      return made;
    };
  }

  private static Step array(Schema from, Schema to, String path, List<String> leftOut) {
    requireType(from, to, path);
    Schema item = to.valueSchema();
    Step step = plan(from.valueSchema(), item, path + "[]", leftOut);
    return value -> {
      List<@Nullable Object> made = new ArrayList<>();
      for (Object each : (List<?>) value) {
        made.add(nullable(each, item, step, path + "[]"));
      }
      return made;
    };
  }

  private static Step map(Schema from, Schema to, String path, List<String> leftOut) {
    requireType(from, to, path);
    int before = leftOut.size();
    Step keys = plan(from.keySchema(), to.keySchema(), path + "{key}", leftOut);
    if (leftOut.size() > before) {
      throw new UnfitException(path, "has keys with fields that the accepted schema does not have");
    }
    Step values = plan(from.valueSchema(), to.valueSchema(), path + "{}", leftOut);
    return value -> {
      Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach(
              (key, each) ->
                  made.put(
                      nullable(key, to.keySchema(), keys, path + "{key}"),
                      nullable(each, to.valueSchema(), values, path + "{}")));
      return made;
    };
  }

  private static Step scalar(Schema from, Schema to, String path) {
    if (!Objects.equals(from.name(), to.name())) {
      throw new UnfitException(
          path, "means " + meaning(from) + ", and the accepted schema has " + meaning(to));
    }
    if (from.type() == to.type()) {
      return to.name() == null ? AS_IT_IS : ofSameName(from, to, path);
    }
    int narrow = INTEGERS.indexOf(from.type());
    if (to.name() == null && narrow >= 0 && narrow < INTEGERS.indexOf(to.type())) {
      return wider(to.type());
    }
    if (to.name() == null && from.type() == Type.FLOAT32 && to.type() == Type.FLOAT64) {
      return value -> ((Number) value).doubleValue();
    }
    requireType(from, to, path);
    return AS_IT_IS;
  }

  private static Step ofSameName(Schema from, Schema to, String path) {
    Restriction restriction = Restriction.between(from, to, path);
    Step step = Decimal.LOGICAL_NAME.equals(to.name()) ? decimal(from, to, path) : AS_IT_IS;
    return value -> {
      Object made = step.apply(value);
      restriction.check(made);
      return made;
    };
  }

  private static Step wider(Type type) {
    return switch (type) {
      case INT16 -> value -> ((Number) value).shortValue();
      case INT32 -> value -> ((Number) value).intValue();
      default -> value -> ((Number) value).longValue();
    };
  }

  private static Step decimal(Schema from, Schema to, String path) {
    int scale = scale(to);
    if (scale(from) == scale) {
      return AS_IT_IS;
    }
    return value -> {
      BigDecimal number = (BigDecimal) value;
      // What setScale would refuse, said without the number.
      if (number.stripTrailingZeros().scale() > scale) {
        throw new UnfitException(
            path, "has more decimal places than the " + scale + " of the accepted schema");
      }
      return number.setScale(scale);
    };
  }

  private static int scale(Schema decimal) {
    Map<String, String> parameters = decimal.parameters();
    String scale = parameters == null ? null : parameters.get(Decimal.SCALE_FIELD);
    return scale == null ? 0 : Integer.parseInt(scale);
  }

  private static void requireType(Schema from, Schema to, String path) {
    if (from.type() != to.type()) {
      throw new UnfitException(
          path, "is of type " + from.type() + ", and the accepted schema has " + to.type());
    }
  }

  private static String meaning(Schema schema) {
    return schema.name() == null ? schema.type().toString() : schema.name();
  }
}
