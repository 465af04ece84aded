package io.sluice.connector.postgres.value;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which schema and decoders a column gets: Debezium's mappings for PostgreSQL, so that events look
 * the same. The rules are in Debezium's documentation of its PostgreSQL connector, "Data type
 * mappings"; what it does beyond that was found by running it.
 */
public final class TypeMapping {

  private final ValueModes modes;
  private final Placeholder unavailable;
  private final NumberTypes numbers;
  private final TextTypes texts;
  private final TimeTypes times;
  private final BytesTypes bytes;

  public TypeMapping(ValueModes modes) {
    this.modes = modes;
    this.unavailable = modes.unavailable();
    this.numbers = new NumberTypes(modes);
    this.texts = new TextTypes(unavailable);
    this.times = new TimeTypes(modes);
    this.bytes = new BytesTypes(modes);
  }

  /**
   * @param typmod the column's type modifier as in pg_attribute, -1 for none; of {@code money} the
   *     digits behind the point that the database's lc_monetary has
   * @return empty for a type whose columns are left out of events, as Debezium leaves them out
   */
  public Optional<ValueType> of(PgType type, int typmod) {
    ValueType known = known(type, typmod);
    if (known != null) {
      return Optional.of(known);
    }
    PgType element = type.element();
    boolean shown =
        modes.unknown() && (element == null || (isUnknown(element) && !isSkipped(element)));
    if (!shown) {
      return Optional.empty();
    }
    ValueType text = bytes.unknown();
    return Optional.of(element == null ? text : ArrayType.of(text, false, ',', unavailable));
  }

  private @Nullable ValueType known(PgType type, int typmod) {
    PgType element = type.element();
    if (element != null) {
      return array(type, element, typmod);
    }
    return switch (type.kind()) {
      case 'e' -> texts.enumOf(type.labels());
      case 'b', 'r' -> type.isBuiltIn() ? builtIn(type.name(), typmod) : extension(type.name());
      default -> null;
    };
  }

  private @Nullable ValueType builtIn(String name, int typmod) {
    return switch (name) {
      case "bool" -> NumberTypes.BOOL;
      case "int2" -> NumberTypes.INT2;
      case "int4" -> NumberTypes.INT4;
      case "int8" -> NumberTypes.INT8;
      case "oid" -> NumberTypes.OID;
      case "float4" -> NumberTypes.FLOAT4;
      case "float8" -> NumberTypes.FLOAT8;
      case "numeric" -> numbers.numeric(typmod);
      case "money" -> numbers.money(typmod);
      case "text", "varchar", "bpchar", "name" -> texts.text();
      case "char" -> texts.singleByte();
      case "json" -> texts.named("io.debezium.data.Json", Binary::text);
      case "jsonb" -> texts.named("io.debezium.data.Json", TextTypes::versioned);
      case "xml" -> texts.named("io.debezium.data.Xml", Binary::text);
      case "uuid" -> texts.named("io.debezium.data.Uuid", TextTypes::uuid);
      case "tsvector" -> texts.named("io.debezium.data.Tsvector", TsVectorText::of);
      case "bytea" -> bytes.bytea();
      case "date" -> times.date();
      case "time" -> times.time(typmod);
      case "timetz" -> times.zonedTime(typmod);
      case "timestamp" -> times.timestamp(typmod);
      case "timestamptz" -> times.zonedTimestamp(typmod);
      case "interval" -> times.interval(typmod);
      case "bit", "varbit" -> BitTypes.of(typmod, unavailable);
      case "inet" -> texts.plain(NetworkText::inet);
      case "cidr" -> texts.plain(NetworkText::cidr);
      case "macaddr", "macaddr8" -> texts.plain(TextTypes::macaddr);
      case "point" -> GeometryTypes.POINT;
      case "line" -> GeometryTypes.LINE;
      case "lseg" -> GeometryTypes.LSEG;
      case "box" -> GeometryTypes.BOX;
      case "path" -> GeometryTypes.PATH;
      case "polygon" -> GeometryTypes.POLYGON_TYPE;
      case "circle" -> GeometryTypes.CIRCLE;
      default -> {
        Decoder range = RangeText.of(name);
        yield range == null ? null : texts.plain(range);
      }
    };
  }

  private @Nullable ValueType extension(String name) {
    return switch (name) {
      case "citext" -> texts.text();
      case "ltree" -> texts.named("io.debezium.data.Ltree", TextTypes::versioned);
      case "isbn" -> texts.plain(null);
      case "hstore" -> HstoreType.of(modes.hstore(), unavailable);
      case "vector" -> VectorTypes.VECTOR;
      case "halfvec" -> VectorTypes.HALF_VECTOR;
      case "sparsevec" -> VectorTypes.SPARSE_VECTOR;
      case "geometry" -> GeometryTypes.POSTGIS_GEOMETRY;
      case "geography" -> GeometryTypes.POSTGIS_GEOGRAPHY;
      default -> null;
    };
  }

  private @Nullable ValueType array(PgType type, PgType element, int typmod) {
    if (type.isBuiltIn() && (type.name().equals("int2vector") || type.name().equals("oidvector"))) {
      return ArrayType.vector(type.name().equals("oidvector") ? NumberTypes.OID : NumberTypes.INT2);
    }
    ValueType known = isUnknown(element) || isSkipped(element) ? null : known(element, typmod);
    return known == null
        ? null
        : ArrayType.of(known, hasOptionalElements(element), delimiter(element), unavailable);
  }

  /** Whether nothing but the text of the type is known; of an array's element, a domain is so. */
  private boolean isUnknown(PgType type) {
    return type.element() != null || known(type, -1) == null;
  }

  /** Debezium leaves arrays of these out, whatever it is told of unknown types. */
  private static boolean isSkipped(PgType element) {
    return element.isBuiltIn()
        && switch (element.name()) {
          case "money", "interval", "varbit", "xml", "name", "point", "refcursor" -> true;
          default -> false;
        };
  }

  /** Debezium's schemas of some elements do not say that they may be null. */
  private static boolean hasOptionalElements(PgType element) {
    if (element.kind() == 'e') {
      return false;
    }
    return switch (element.name()) {
      case "isbn", "tsvector", "vector", "halfvec", "sparsevec" -> false;
      default -> true;
    };
  }

  private static char delimiter(PgType element) {
    return switch (element.name()) {
      case "box" -> ';';
      case "geometry", "geography" -> ':';
      default -> ',';
    };
  }
}
