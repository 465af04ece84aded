package io.sluice.connector.postgres.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/** Reads PostgreSQL's big-endian numbers in place. */
public final class Binary {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Binary() {}

  public static short int16(byte[] bytes, int offset) {
    return (short) SHORT.get(bytes, offset);
  }

  public static int int32(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  public static long int64(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  public static float float32(byte[] bytes, int offset) {
    return Float.intBitsToFloat(int32(bytes, offset));
  }

  public static double float64(byte[] bytes, int offset) {
    return Double.longBitsToDouble(int64(bytes, offset));
  }

  /** The value as text. */
  public static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /**
   * Keeps a value of the wrong size from being read as a wrong value.
   *
   * @throws DataException unless the sizes are equal
   */
  static void expect(int found, int expected) {
    if (found != expected) {
      throw new DataException("expected " + expected + " bytes but the value has " + found);
    }
  }

  /**
   * Keeps a cut-off value from being read beyond its end.
   *
   * @throws DataException unless that many bytes are left
   */
  static void require(int left, int needed) {
    if (needed < 0 || left < needed) {
      throw new DataException("the value ends where " + needed + " more bytes were expected");
    }
  }
}
