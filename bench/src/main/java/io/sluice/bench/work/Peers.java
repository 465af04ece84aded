package io.sluice.bench.work;

/** How results name the peers. */
final class Peers {

  static final String SAME_ENGINE = "Debezium, same engine";
  static final String OWN_ENGINE = "Debezium, its engine";
  static final String FOR_LATENCY = "Debezium, tuned";
  static final String AT_DEFAULTS = "Debezium, defaults";
  static final String SAME_WORKER = "Debezium, same worker";
  static final String ON_KAFKA =
      "Both on the broker and the Connect worker that sluice run starts, with its converter, in"
          + " transactions, as one task, from the first record in the topic until a reader of"
          + " committed records can read the last. Debezium 3.7.0 with batches of 8192 and a queue"
          + " of 32768.";
  static final String SETTINGS =
      "Debezium 3.7.0 as its plugin archive in our engine; 3.6.1 in its own (the newest whose jars"
          + " are all published). Both with batches of 8192 and a queue of 32768; its own engine"
          + " hands over Connect records, unconverted.";

  /** How a result says what processor time is counted. */
  static String cpu(String note) {
    return "Processor time of the whole JVM from start to stop of a run (connector, engine, sink,"
        + " compiler, garbage collector; the server is not in it), a row or event. "
        + note;
  }

  /** The same where the broker is in this process too. */
  static String cpuOnKafka(String note) {
    return "Processor time of the whole JVM while a run is on (connector, worker, converter,"
        + " producer and the broker as well; PostgreSQL is not in it), a row or event. "
        + note;
  }

  private Peers() {}
}
