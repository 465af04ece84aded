package io.sluice.connector.table.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's geometries as bytes: the well-known binary form, with the number of the reference
 * system inside as PostGIS has it (EWKB). So one column keeps both, and {@code ST_GeomFromEWKB} or
 * a cast to {@code geometry} reads it. Rules: OGC 06-103r4, section 8; PostGIS, "ST_AsEWKB".
 */
final class WellKnownBinary {
  private static final int SRID_FLAG = 0x2000_0000;
  private static final int HEADER_BYTES = 5;
  private static final int POINT = 1;

  private WellKnownBinary() {}

  static byte[] of(Object value) {
    Struct geometry = (Struct) value;
    Object given = geometry.get("wkb");
    byte[] form = given == null ? point(geometry) : NaturalReaders.bytes(given);
    Integer srid = geometry.schema().field("srid") == null ? null : geometry.getInt32("srid");
    return srid == null ? form : extended(form, srid);
  }

  private static byte[] extended(byte[] form, int srid) {
    if (form.length < HEADER_BYTES) {
      throw new DataException("a geometry is shorter than the head of its well-known form");
    }
    ByteOrder order = form[0] == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int kind = ByteBuffer.wrap(form).order(order).getInt(1);
    if ((kind & SRID_FLAG) != 0) {
      return form;
    }
    return ByteBuffer.allocate(form.length + Integer.BYTES)
        .order(order)
        .put(form[0])
        .putInt(kind | SRID_FLAG)
        .putInt(srid)
        .put(form, HEADER_BYTES, form.length - HEADER_BYTES)
        .array();
  }

  /** Of a Point that has its coordinates only. */
  private static byte[] point(Struct geometry) {
    Schema schema = geometry.schema();
    @Nullable Object x = schema.field("x") == null ? null : geometry.get("x");
    @Nullable Object y = schema.field("y") == null ? null : geometry.get("y");
    if (!(x instanceof Double east) || !(y instanceof Double north)) {
      throw new DataException("a geometry has neither its well-known form nor coordinates");
    }
    return ByteBuffer.allocate(HEADER_BYTES + 2 * Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putInt(POINT)
        .putDouble(east)
        .putDouble(north)
        .array();
  }
}
