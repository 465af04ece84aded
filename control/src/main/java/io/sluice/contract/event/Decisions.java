package io.sluice.contract.event;

import java.util.Map;

/** Where what contracts decided is noted. Used from any thread. */
public interface Decisions {
  /** For a worker that has no state to keep them in; what it decides it writes into its log. */
  Decisions NOT_KEPT =
      new Decisions() {
        @Override
        public long note(SchemaEvent.Ruling ruling) {
          return NO_EVENT;
        }

        @Override
        public boolean isKnown(
            String pipeline, String topic, String subject, String shape, int version) {
          return false;
        }

        @Override
        public void count(Map<Long, Long> records) {}
      };

  /** The number of what is kept nowhere. */
  long NO_EVENT = 0;

  /**
   * Notes a decision; durable on return.
   *
   * @return its id: that of the event that there is already if it was made before; {@link
   *     #NO_EVENT} where none is kept
   */
  long note(SchemaEvent.Ruling ruling);

  /**
   * Whether it was noted already that this schema of a topic is this version. Accepting it again
   * after each restart is no news.
   */
  boolean isKnown(String pipeline, String topic, String subject, String shape, int version);

  /**
   * Adds records that decisions were applied to, all of them or, where it fails, none.
   *
   * @param records how many, by the event's number
   */
  void count(Map<Long, Long> records);
}
