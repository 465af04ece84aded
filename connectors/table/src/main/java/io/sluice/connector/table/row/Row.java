package io.sluice.connector.table.row;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Weight;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A changed row on its way into a table.
 *
 * @param key values of the key columns, in the key's order; empty in tables that are appended to
 * @param values one for each column of the table, as {@link ColumnType.Kind} says; null to delete
 * @param unchanged which columns to leave as stored; null if none
 * @param fresh whether the source said that this row was just made
 * @param predecessor the stored row that this one goes on from, where an update changed the key of
 *     a partial row; null else
 * @param marks a column: only a row that is there without a value in it is changed, and none is
 *     made; -1 mostly. So are rows marked as deleted, once
 * @param record where the row came from, for reports
 * @param bytes that the values occupy, estimated; worked out when the row is made, since later its
 *     values have left the cache
 * @param beside bytes of the heap, estimated, that are kept with the record beside the values: see
 *     {@link io.sluice.connector.table.record.TopicBytes}
 */
public record Row(
    @Nullable Object[] key,
    @Nullable Object @Nullable [] values,
    boolean @Nullable [] unchanged,
    boolean fresh,
    @Nullable Predecessor predecessor,
    int marks,
    SinkRecord record,
    long bytes,
    long beside) {

  /**
   * A stored row under another key. Where a row is stored under the new key as well, that came
   * before this change, which comes again: the values that it leaves alone are there.
   *
   * @param key under which the table has it
   * @param stays whether it stays, so that the new row begins as its copy; else it gets the new key
   * @param ended a column: a row under the new key that has a value in it is of an earlier life,
   *     and a copy takes its place; -1 if any row there is, {@link #NONE} if none is
   */
  public record Predecessor(@Nullable Object[] key, boolean stays, int ended) {
    /** No row that is there under the new key gives way to a copy. */
    public static final int NONE = -2;
  }

  /** A row whose values are to be weighed. */
  public Row(
      @Nullable Object[] key,
      @Nullable Object @Nullable [] values,
      boolean @Nullable [] unchanged,
      boolean fresh,
      @Nullable Predecessor predecessor,
      SinkRecord record) {
    this(
        key,
        values,
        unchanged,
        fresh,
        predecessor,
        -1,
        record,
        weigh(values == null ? key : values),
        0);
  }

  private static long weigh(@Nullable Object[] held) {
    long sum = 0;
    for (Object value : held) {
      sum += Weight.of(value);
    }
    return sum;
  }

  /** The same row, with what is kept beside it. */
  public Row with(long bytesBeside) {
    return new Row(key, values, unchanged, fresh, predecessor, marks, record, bytes, bytesBeside);
  }

  /** Bytes of the heap, estimated, that cannot be free as long as somebody has the row. */
  public long held() {
    return bytes + beside;
  }

  public boolean delete() {
    return values == null;
  }

  /** Whether the row is gone with this, be it only marked. */
  public boolean removes() {
    return delete() || marks >= 0;
  }

  public boolean partial() {
    return unchanged != null;
  }

  /** Whether it can be tried to be inserted as it is. */
  public boolean isLikelyNew() {
    return fresh && values != null && unchanged == null && predecessor == null;
  }

  /** The columns to leave as stored, comparable. */
  public BitSet unchangedColumns() {
    BitSet columns = new BitSet();
    boolean[] marks = unchanged;
    for (int i = 0; marks != null && i < marks.length; i++) {
      columns.set(i, marks[i]);
    }
    return columns;
  }

  /** The same row, which the table has under another key. */
  public Row movedFrom(@Nullable Object[] oldKey) {
    return goingOn(new Predecessor(oldKey, false, -1));
  }

  /**
   * The same row, which begins as a copy of the one under another key.
   *
   * @param ended see {@link Predecessor#ended}
   */
  public Row copiedFrom(@Nullable Object[] otherKey, int ended) {
    return goingOn(new Predecessor(otherKey, true, ended));
  }

  private Row goingOn(Predecessor from) {
    return new Row(key, values, unchanged, fresh, from, marks, record, bytes, beside);
  }

  /** The same row, which changes only what is there without a value in that column. */
  public Row marking(int column) {
    return new Row(key, values, unchanged, fresh, predecessor, column, record, bytes, beside);
  }

  /** Old key and new key in one, for a row that moves. */
  public @Nullable Object[] move() {
    @Nullable Object[] old = from().key();
    @Nullable Object[] both = Arrays.copyOf(old, old.length + key.length);
    System.arraycopy(key, 0, both, old.length, key.length);
    return both;
  }

  /** The row that this one goes on from, of one that does. */
  public Predecessor from() {
    if (predecessor == null) {
      throw new IllegalStateException("the row stays under its key");
    }
    return predecessor;
  }

  /** The values of a row that is not a delete. */
  public @Nullable Object[] present() {
    if (values == null) {
      throw new IllegalStateException("a delete has no values");
    }
    return values;
  }

  /** Whether the row is marked in that column, or will be. */
  private boolean marked(int column) {
    return marks >= 0 || values != null && values[column] != null;
  }

  /**
   * This row, coming after another of the same key in the same batch: values that it leaves alone
   * are the earlier row's, and it is new to the table only if the earlier one was.
   */
  public Row after(Row earlier) {
    boolean news = earlier.fresh && !earlier.delete();
    boolean[] keep = unchanged;
    if (marks >= 0 && (earlier.delete() || earlier.marked(marks))) {
      return earlier;
    }
    if (values == null || keep == null || earlier.values == null) {
      return new Row(key, values, unchanged, news, predecessor, marks, record, bytes, beside);
    }
    @Nullable Object[] merged = values.clone();
    boolean[] still = new boolean[keep.length];
    boolean any = false;
    for (int i = 0; i < keep.length; i++) {
      if (keep[i]) {
        merged[i] = earlier.values[i];
        still[i] = earlier.unchanged != null && earlier.unchanged[i];
        any |= still[i];
      }
    }
    return new Row(key, merged, any ? still : null, news, predecessor, record).with(beside);
  }
}
