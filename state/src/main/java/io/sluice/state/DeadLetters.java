package io.sluice.state;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records that were set aside. A letter is open until it is replayed or purged. May be used from
 * any thread; every method throws {@link StateException} when the database cannot be read or
 * written.
 */
public final class DeadLetters {
  private final StateDatabase database;

  DeadLetters(StateDatabase database) {
    this.database = database;
  }

  /** What became of a letter. */
  public enum Status {
    OPEN,
    REPLAYED,
    PURGED
  }

  /**
   * A letter as it is kept.
   *
   * @param letter its record is empty once purged
   * @param signature equal for errors of one kind, see {@link ErrorSignature}
   * @param attempts how often it failed, the first time included
   * @param reason why it was purged; null if it was not
   */
  public record Stored(
      long id,
      DeadLetter letter,
      String signature,
      Status status,
      int attempts,
      Instant firstSeen,
      Instant lastSeen,
      @Nullable String reason) {}

  /**
   * Letters that failed for one kind of error.
   *
   * @param message message of the newest letter
   * @param newestId id of the newest letter
   */
  public record Group(
      String pipeline,
      DeadLetter.Stage stage,
      String component,
      String signature,
      String errorClass,
      String message,
      long count,
      Instant firstSeen,
      Instant lastSeen,
      long newestId) {}

  /**
   * Which letters are meant. Every criterion that is not null must hold.
   *
   * @param ids empty means any
   */
  public record Filter(
      @Nullable String pipeline,
      @Nullable Status status,
      @Nullable String signature,
      @Nullable Instant seenBefore,
      Set<Long> ids) {
    public Filter {
      ids = Set.copyOf(ids);
    }

    /** Open letters of one pipeline. */
    public static Filter open(String pipeline) {
      return new Filter(pipeline, Status.OPEN, null, null, Set.of());
    }

    /** Open letters of all pipelines. */
    public static Filter allOpen() {
      return new Filter(null, Status.OPEN, null, null, Set.of());
    }

    /** The same, of one kind of error. */
    public Filter ofSignature(String wanted) {
      return new Filter(pipeline, status, wanted, seenBefore, ids);
    }

    /** The same, of these ids only. */
    public Filter ofIds(Collection<Long> wanted) {
      return new Filter(pipeline, status, signature, seenBefore, Set.copyOf(wanted));
    }
  }

  /**
   * Stores letters in one transaction. Durable on return. A letter that is there already, because a
   * run polled its record once more after a crash, is not stored twice.
   *
   * @return how many were new
   */
  public int add(List<DeadLetter> letters) {
    throw new UnsupportedOperationException();
  }

  /** Letters grouped by kind of error, the group seen last first. */
  public List<Group> groups(Filter filter) {
    throw new UnsupportedOperationException();
  }

  /** Letters in the order in which they were stored, with id above {@code afterId}. */
  public List<Stored> list(Filter filter, long afterId, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<Stored> find(long id) {
    throw new UnsupportedOperationException();
  }

  public long count(Filter filter) {
    throw new UnsupportedOperationException();
  }

  /** Marks letters whose records reached the sinks. Durable on return. */
  public void markReplayed(Collection<Long> ids) {
    throw new UnsupportedOperationException();
  }

  /** Counts another failed attempt and keeps the new error. The letter is open (again). */
  public void markFailedAgain(long id, String errorClass, String errorMessage) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes the records of open letters for good; that there were letters, and who purged them why,
   * is kept (also in the audit).
   *
   * @return how many were purged
   */
  public int purge(Filter filter, String who, String reason) {
    throw new UnsupportedOperationException();
  }
}
