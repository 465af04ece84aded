package io.sluice.connector.postgres.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * PostgreSQL's geometric types and those of PostGIS, as Debezium's structs. Whatever has no struct
 * of its own is a Geometry in well-known binary form (little-endian), with the name of its type.
 */
final class GeometryTypes {

  private static final int LINE_STRING = 2;
  private static final int POLYGON = 3;
  private static final int SRID_FLAG = 0x2000_0000;

  /** The well-known form of an empty collection. */
  private static final byte[] NOTHING = HexFormat.of().parseHex("010700000000000000");

  static final ValueType POINT =
      new ValueType(GeometryTypes::pointSchema, s -> fixed(2, s, GeometryTypes::point, 0, 0));
  static final ValueType LINE =
      new ValueType(GeometryTypes::lineSchema, s -> fixed(3, s, GeometryTypes::line, 0, 1, 0));
  static final ValueType CIRCLE =
      new ValueType(GeometryTypes::circleSchema, s -> fixed(3, s, GeometryTypes::circle, 0, 0, 0));
  static final ValueType LSEG =
      new ValueType(
          GeometryTypes::geometrySchema,
          s -> fixed(4, s, (schema, n) -> shape(schema, "lseg", LINE_STRING, n), 0, 0, 1, 0));
  static final ValueType BOX =
      new ValueType(
          GeometryTypes::geometrySchema, s -> fixed(4, s, GeometryTypes::box, 0, 0, 1, 1));
  static final ValueType PATH =
      new ValueType(GeometryTypes::geometrySchema, GeometryTypes::pathValues);
  static final ValueType POLYGON_TYPE =
      new ValueType(GeometryTypes::geometrySchema, GeometryTypes::polygonValues);

  /** PostGIS: the extended well-known form as it comes, and the reference system in it. */
  static final ValueType POSTGIS_GEOMETRY =
      new ValueType(GeometryTypes::geometrySchema, GeometryTypes::postgis);

  static final ValueType POSTGIS_GEOGRAPHY =
      new ValueType(
          () ->
              SchemaBuilder.struct()
                  .name("io.debezium.data.geometry.Geography")
                  .version(1)
                  .doc("Geography")
                  .field("wkb", Schema.BYTES_SCHEMA)
                  .field("srid", Schema.OPTIONAL_INT32_SCHEMA),
          GeometryTypes::postgis);

  private GeometryTypes() {}

  private static SchemaBuilder pointSchema() {
    return SchemaBuilder.struct()
        .name("io.debezium.data.geometry.Point")
        .version(1)
        .doc("Geometry (POINT)")
        .field("x", Schema.FLOAT64_SCHEMA)
        .field("y", Schema.FLOAT64_SCHEMA)
        .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
        .field("srid", Schema.OPTIONAL_INT32_SCHEMA);
  }

  private static SchemaBuilder lineSchema() {
    return SchemaBuilder.struct()
        .name("io.debezium.data.geometry.Line")
        .version(1)
        .doc("Geometry (LINE)")
        .optional()
        .field("a", Schema.FLOAT64_SCHEMA)
        .field("b", Schema.FLOAT64_SCHEMA)
        .field("c", Schema.FLOAT64_SCHEMA);
  }

  private static SchemaBuilder circleSchema() {
    return SchemaBuilder.struct()
        .name("io.debezium.data.geometry.Circle")
        .version(1)
        .doc("Geometry (CIRCLE)")
        .optional()
        .field("center", pointSchema().build())
        .field("radius", Schema.FLOAT64_SCHEMA);
  }

  private static SchemaBuilder geometrySchema() {
    return SchemaBuilder.struct()
        .name("io.debezium.data.geometry.Geometry")
        .version(2)
        .doc("Geometry")
        .optional()
        .field("wkb", Schema.BYTES_SCHEMA)
        .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
        .field(
            "extensions",
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).optional().build());
  }

  /** A type that is a fixed number of numbers, in both forms. */
  private static Values fixed(
      int count, Schema schema, BiFunction<Schema, double[], Object> show, double... absent) {
    return new Values(
        (b, o, l) -> {
          Binary.expect(l, 8 * count);
          return show.apply(schema, numbers(b, o, count));
        },
        (b, o, l) -> {
          double[] numbers = numbers(Binary.text(b, o, l));
          if (numbers.length != count) {
            throw new DataException("expected " + count + " numbers but found " + numbers.length);
          }
          return show.apply(schema, numbers);
        },
        show.apply(schema, absent),
        null);
  }

  private static Struct point(Schema schema, double[] n) {
    ByteBuffer wkb = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(1).putDouble(n[0]).putDouble(n[1]);
    return new Struct(schema).put("x", n[0]).put("y", n[1]).put("wkb", wkb.array());
  }

  private static Struct line(Schema schema, double[] n) {
    return new Struct(schema).put("a", n[0]).put("b", n[1]).put("c", n[2]);
  }

  private static Struct circle(Schema schema, double[] n) {
    return new Struct(schema)
        .put("center", point(schema.field("center").schema(), n))
        .put("radius", n[2]);
  }

  /** A ring of the four corners, from the one that comes first and back to it. */
  private static Struct box(Schema schema, double[] n) {
    double[] ring = {n[0], n[1], n[0], n[3], n[2], n[3], n[2], n[1], n[0], n[1]};
    return shape(schema, "box", POLYGON, ring);
  }

  private static Struct shape(Schema schema, String name, int kind, double[] points) {
    return new Struct(schema)
        .put("wkb", wellKnown(kind, points))
        .put("extensions", Map.of("type", name));
  }

  private static byte[] wellKnown(int kind, double[] points) {
    ByteBuffer wkb =
        ByteBuffer.allocate(9 + (kind == POLYGON ? 4 : 0) + 8 * points.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(kind);
    if (kind == POLYGON) {
      wkb.putInt(1); // one ring
    }
    wkb.putInt(points.length / 2);
    for (double point : points) {
      wkb.putDouble(point);
    }
    return wkb.array();
  }

  private static Values pathValues(Schema schema) {
    return new Values(
        (b, o, l) -> {
          Binary.require(l, 1);
          return path(schema, points(b, o + 1, l - 1), b[o] != 0);
        },
        (b, o, l) -> {
          Binary.require(l, 1);
          return path(schema, numbers(Binary.text(b, o, l)), b[o] == '(');
        },
        shape(schema, "path", LINE_STRING, new double[] {0, 0, 1, 0}),
        null);
  }

  private static Struct path(Schema schema, double[] points, boolean closed) {
    return shape(schema, "path", LINE_STRING, points)
        .put("extensions", Map.of("type", "path", "closed", Boolean.toString(closed)));
  }

  private static Values polygonValues(Schema schema) {
    return new Values(
        (b, o, l) -> polygon(schema, points(b, o, l)),
        (b, o, l) -> polygon(schema, numbers(Binary.text(b, o, l))),
        polygon(schema, new double[] {0, 0, 1, 0, 0, 1}),
        null);
  }

  private static Struct polygon(Schema schema, double[] points) {
    int last = points.length - 2;
    boolean closed = last <= 0 || (points[0] == points[last] && points[1] == points[last + 1]);
    double[] ring = points;
    if (!closed) {
      ring = java.util.Arrays.copyOf(points, points.length + 2);
      ring[last + 2] = points[0];
      ring[last + 3] = points[1];
    }
    return shape(schema, "polygon", POLYGON, ring);
  }

  /** A count, then so many points. */
  private static double[] points(byte[] bytes, int offset, int length) {
    Binary.require(length, 4);
    int count = Binary.int32(bytes, offset);
    if (count < 0 || length - 4 != 16L * count) {
      throw new DataException("the value has not room for its " + count + " points");
    }
    return numbers(bytes, offset + 4, 2 * count);
  }

  private static double[] numbers(byte[] bytes, int offset, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Binary.float64(bytes, offset + 8 * i);
    }
    return numbers;
  }

  /** The numbers in a text, whatever brackets and commas stand between them. */
  private static double[] numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    for (String number : text.split("[^-+.0-9A-Za-z]+", -1)) {
      if (!number.isEmpty()) {
        numbers.add(Double.valueOf(number));
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Values postgis(Schema schema) {
    return new Values(
        (b, o, l) -> postgis(schema, java.util.Arrays.copyOfRange(b, o, o + l)),
        (b, o, l) -> postgis(schema, HexFormat.of().parseHex(Binary.text(b, o, l))),
        postgis(schema, NOTHING),
        null);
  }

  private static Struct postgis(Schema schema, byte[] extended) {
    Binary.require(extended.length, 9);
    ByteBuffer reader = ByteBuffer.wrap(extended);
    reader.order(reader.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean hasSrid = (reader.getInt() & SRID_FLAG) != 0;
    Struct struct = new Struct(schema).put("wkb", extended);
    return hasSrid ? struct.put("srid", reader.getInt()) : struct;
  }
}
