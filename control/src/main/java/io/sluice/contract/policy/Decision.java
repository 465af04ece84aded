package io.sluice.contract.policy;

/** What is done with records of a schema. */
public enum Decision {
  /** They go on: the schema is a version already. */
  ACCEPT,
  /** The schema becomes a version, then they go on. */
  REGISTER,
  /** They go on in the schema that was accepted last. */
  FREEZE,
  /** They are kept among the dead letters. */
  DEAD_LETTER,
  /** The pipeline stops before the first of them. */
  STOP,
  /** They go on without anybody's word. */
  PASS
}
