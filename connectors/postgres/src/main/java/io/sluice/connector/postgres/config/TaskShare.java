package io.sluice.connector.postgres.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one of several tasks reads of a snapshot. The connector takes the snapshot, cuts the tables
 * and says so in the tasks' settings; each task finds its chunks by the same rule.
 *
 * @param task number of the task; 0 also reads the changes
 * @param tasks how many there are
 * @param snapshot the exported snapshot's name; the server counts them anew after each start of its
 *     own, so that a later one may have the same
 * @param micros when it was taken, by the server's clock, in microseconds since 1970
 * @param ledger text of the ledger when the connector cut the tables: what was finished, and of
 *     every table that is cut how
 * @param first whether the ledger began with this snapshot, so that no row can have moved since
 * @param planned when the position was told that the tables were shared out for, in microseconds
 *     since 1970; 0 for none
 */
public record TaskShare(
    int task, int tasks, String snapshot, long micros, String ledger, boolean first, long planned) {

  private static final String TASK = "sluice.task";
  private static final String TASKS = "sluice.tasks";
  private static final String SNAPSHOT = "sluice.snapshot.name";
  private static final String MICROS = "sluice.snapshot.micros";
  private static final String LEDGER = "sluice.snapshot.ledger";
  private static final String FIRST = "sluice.snapshot.first";
  private static final String PLANNED = "sluice.snapshot.planned";

  /** The share that a task was given, null when it is the only task. */
  static @Nullable TaskShare of(Map<String, String> settings) {
    String task = settings.get(TASK);
    return task == null
        ? null
        : new TaskShare(
            Integer.parseInt(task),
            Integer.parseInt(settings.getOrDefault(TASKS, "1")),
            settings.getOrDefault(SNAPSHOT, ""),
            Long.parseLong(settings.getOrDefault(MICROS, "0")),
            settings.getOrDefault(LEDGER, ""),
            Boolean.parseBoolean(settings.get(FIRST)),
            Long.parseLong(settings.getOrDefault(PLANNED, "0")));
  }

  /** The settings of a task with this share. */
  public Map<String, String> in(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(TASK, Integer.toString(task));
    all.put(TASKS, Integer.toString(tasks));
    all.put(SNAPSHOT, snapshot);
    all.put(MICROS, Long.toString(micros));
    all.put(LEDGER, ledger);
    all.put(FIRST, Boolean.toString(first));
    all.put(PLANNED, Long.toString(planned));
    return all;
  }

  /** Whether this task also reads the changes. */
  public boolean streams() {
    return task == 0;
  }

  /** Tells this cutting of the tables from others. */
  public String plan() {
    return snapshot + "/" + micros + "/" + tasks;
  }

  /**
   * Whether a part of a table is this task's.
   *
   * @param chunk its number, 0 for a table that is not cut
   */
  public boolean has(int table, int chunk) {
    return Math.floorMod(table + chunk, tasks) == task;
  }

  /** The source partition of a task. */
  public static Map<String, String> partition(String prefix, int task) {
    return task == 0
        ? Map.of("server", prefix)
        : Map.of("server", prefix, "task", Integer.toString(task));
  }
}
