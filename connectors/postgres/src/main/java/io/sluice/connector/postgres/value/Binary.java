package io.sluice.connector.postgres.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
}
