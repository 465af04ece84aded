package io.sluice.engine.sink;

/** How a sink that asks for it is told in which order its task is handed records. */
public final class RecordOrder {
  /** Config key of a sink connector that wants to know; declared in its ConfigDef. */
  public static final String SETTING = "sluice.record.order";

  /** That of the source task over all topics, where the sink has one task. */
  private static final String SOURCE = "source";

  /** Single records that stand for themselves. */
  private static final String NONE = "none";

  private RecordOrder() {}

  /**
   * The setting's value.
   *
   * @param wholeStream whether everything of the source is handed over, and not single records
   */
  public static String of(boolean wholeStream) {
    return wholeStream ? SOURCE : NONE;
  }
}
