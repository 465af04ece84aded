package io.sluice.state.deadletter;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Records that were set aside. A letter is open until it is replayed or purged. May be used from
 * any thread; every method throws {@link StateException} when the database cannot be read or
 * written.
 */
public final class DeadLetters {
  private final Storage storage;
  private final Clock clock;

  public DeadLetters(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
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
   * @param letter its record and its error message are empty once purged
   * @param signature equal for errors of one kind, see {@link ErrorSignature}
   * @param attempts how often it failed, the first time included
   * @param lastSeen when it last failed, was edited, replayed or purged
   * @param reason why it was closed, where that was said; null while it is open
   * @param copyOf the letter that it is an edited copy of; null if it came from a run
   * @param madeBy who made the copy, or edited it last; null if it is none
   * @param closedBy who replayed or purged it; null while it is open, or where nobody was named
   */
  public record Stored(
      long id,
      DeadLetter letter,
      String signature,
      Status status,
      int attempts,
      Instant firstSeen,
      Instant lastSeen,
      @Nullable String reason,
      @Nullable Long copyOf,
      @Nullable String madeBy,
      @Nullable String closedBy) {
    /** Another one whenever the letter is; of letters that were read with their records. */
    public String version() {
      return DeadLetterRows.version(this);
    }
  }

  /**
   * An open letter and how large its record is.
   *
   * @param bytes of the record as it is kept
   */
  public record Sized(long id, long bytes) {}

  /**
   * How many letters there are, and up to which.
   *
   * @param newest the largest id; 0 if there are none
   */
  public record Extent(long letters, long newest) {}

  /**
   * A letter together with what makes it the same one, for a caller that knows more of its record
   * than where it lay and its bytes.
   *
   * @param identity equal for the same record read again, within one pipeline
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Identified(DeadLetter letter, byte[] identity) {}

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
   * @param seenBefore first seen before this
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
   * Stores letters in one transaction. Durable on return. A letter that is open already, because a
   * run polled its record once more after a crash, is not stored twice; one that was replayed or
   * purged and fails again is open again. It is the same letter if it lies at the same place, in
   * the source and in its lane, and has the same bytes.
   *
   * @return how many became open by this
   */
  public int add(List<DeadLetter> letters) {
    return addIdentified(
        letters.stream()
            .map(letter -> new Identified(letter, DeadLetterRows.identity(letter)))
            .toList());
  }

  /**
   * As {@link #add}, for letters whose identity the caller knows.
   *
   * @return how many became open by this
   */
  public int addIdentified(List<Identified> letters) {
    if (letters.isEmpty()) {
      return 0;
    }
    return storage.write(
        Durability.NOW,
        connection -> {
          try (LetterInsert insert = new LetterInsert(connection)) {
            int opened = 0;
            for (Identified one : letters) {
              opened += insert.add(one, clock.instant());
            }
            return opened;
          }
        });
  }

  /** Letters grouped by kind of error, the group seen last first. */
  public List<Group> groups(Filter filter) {
    return storage.read(connection -> DeadLetterRows.groups(connection, condition(filter)));
  }

  /** Letters in the order in which they were stored, with id above {@code afterId}. */
  public List<Stored> list(Filter filter, long afterId, int limit) {
    return select(filter, DeadLetterRows.Page.of(afterId, limit));
  }

  /** The same without their records, which are empty: for who lists many and reads none. */
  public List<Stored> listBare(Filter filter, long afterId, int limit) {
    return select(filter, DeadLetterRows.Page.of(afterId, limit).bare());
  }

  /** The same from the newest on, with id below {@code beforeId}. */
  public List<Stored> newestBare(Filter filter, long beforeId, int limit) {
    return select(filter, DeadLetterRows.Page.before(beforeId, limit).bare());
  }

  private List<Stored> select(Filter filter, DeadLetterRows.Page page) {
    return storage.read(connection -> DeadLetterRows.select(connection, condition(filter), page));
  }

  /**
   * What a replay takes of these, in the order in which they were stored, with id above {@code
   * afterId}. A letter of which there is an open copy is left out unless its id is named: the copy
   * stands for it.
   */
  public List<Sized> toReplay(Filter filter, long afterId, int limit) {
    return storage.read(
        connection ->
            DeadLetterRows.sizes(
                connection, DeadLetterRows.toReplay(condition(filter), filter), afterId, limit));
  }

  /** One letter, whatever became of it. */
  public Optional<Stored> find(long id) {
    Filter filter = new Filter(null, null, null, null, Set.of(id));
    return list(filter, 0, 1).stream().findFirst();
  }

  /**
   * The offsets of a lane, from this one on, whose records a sink refused; rising. Whatever became
   * of the letters since.
   */
  public List<Long> offsetsRefused(
      String pipeline, String sink, String topic, int partition, long from) {
    return storage.read(
        connection -> {
          List<Long> offsets = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select distinct lane_offset from dead_letter where pipeline = ? and stage ="
                      + " 'SINK' and component = ? and topic = ? and lane_partition = ?"
                      + " and lane_offset >= ? order by lane_offset")) {
            select.setString(1, pipeline);
            select.setString(2, sink);
            select.setString(3, topic);
            select.setInt(4, partition);
            select.setLong(5, from);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                offsets.add(rows.getLong(1));
              }
            }
          }
          return offsets;
        });
  }

  public long count(Filter filter) {
    return extent(filter).letters();
  }

  /** How many letters a purge of these would find now. */
  public Extent extent(Filter filter) {
    return storage.read(connection -> DeadLetterRows.extent(connection, condition(filter)));
  }

  /** How many letters {@link #toReplay} would give now. */
  public Extent extentToReplay(Filter filter) {
    return storage.read(
        connection ->
            DeadLetterRows.extent(connection, DeadLetterRows.toReplay(condition(filter), filter)));
  }

  /**
   * Marks open letters whose records reached the sinks; with a copy, the letter that it was made
   * of. Durable on return.
   *
   * @param who had them replayed
   */
  public void markReplayed(Collection<Long> ids, String who) {
    long now = clock.millis();
    storage.write(Durability.NOW, connection -> LetterOutcomes.replayed(connection, ids, who, now));
  }

  /** Counts another failed attempt and keeps the new error. A purged letter stays as it is. */
  public void markFailedAgain(long id, String errorClass, String errorMessage) {
    long now = clock.millis();
    storage.write(
        Durability.NOW,
        connection ->
            LetterOutcomes.failedAgain(connection, id, errorClass, Sql.text(errorMessage), now));
  }

  /**
   * Deletes the records, and the messages that may quote them, of open and replayed letters for
   * good; that there were letters, and who purged them why, is kept (also in the audit). Meant are
   * those that are there when it begins. Many are purged in several transactions, each with its
   * entry in the audit, so that nobody else waits long.
   *
   * @return how many were purged
   */
  public long purge(Filter filter, String who, String reason) {
    return purge(filter, who, reason, purged -> true);
  }

  /**
   * The same, for who wants to know how far it is.
   *
   * @param progress told how many were purged so far; says whether to go on
   */
  public long purge(Filter filter, String who, String reason, LongPredicate progress) {
    return new LetterPurge(storage, clock).purge(filter, who, reason, progress);
  }

  private DeadLetterRows.Condition condition(Filter filter) {
    return DeadLetterRows.condition(filter, storage.dialect());
  }
}
