package io.sluice.server.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.Watch;
import io.sluice.server.access.Identity;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All looks into streams that are under way. Whoever asks again for what they look at goes on with
 * it; who does not ask for some seconds has ended it. Whoever calls has looked whether they may.
 * Thread-safe.
 */
public final class RecordWatches {
  /** Longer than any key that people type. */
  public static final int LONGEST_KEY = 1_000;

  private final Streams streams;
  private final Audit audit;
  private final SecureRandom random;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String who, String pipeline, Tap tap, Look look) {
    boolean isOf(Identity identity, String name) {
      return who.equals(identity.name()) && pipeline.equals(name);
    }

    boolean isSameAs(Entry other) {
      return who.equals(other.who)
          && pipeline.equals(other.pipeline)
          && look.key().equals(other.look.key());
    }

    boolean goesOn() {
      return tap.has(look.watch());
    }
  }

  /**
   * Looks into these.
   *
   * @param random makes names that nobody guesses
   */
  public RecordWatches(Streams streams, Audit audit, SecureRandom random) {
    this.streams = streams;
    this.audit = audit;
    this.random = random;
  }

  /** What can be looked into; empty if no version of the pipeline was ever applied. */
  public Optional<Stream> stream(String pipeline) {
    return streams.of(pipeline);
  }

  /**
   * Goes on with somebody's look at a pipeline and a key, or begins it, which the audit log then
   * has: with the key's hash, never with the key.
   *
   * @param stage for the audit log, as {@link StageNames} has it; empty for all
   * @param key empty for all
   * @throws Refusal if there is nothing to look into, or as many look already as may
   */
  public Look look(Identity who, String pipeline, String stage, String key, String reason) {
    Optional<Look> going =
        goingOn(entry -> entry.isOf(who, pipeline) && entry.look().key().equals(key));
    if (going.isPresent()) {
      return going.get();
    }
    if (key.length() > LONGEST_KEY) {
      throw new Refusal(
          Kind.INVALID,
          "expected a key of at most " + LONGEST_KEY + " characters but found " + key.length(),
          null);
    }
    // Plugins that are fetched and the audit log's database may take their time: no lock is held.
    Stream stream = open(pipeline);
    Tap tap = stream.tap().orElseThrow(() -> elsewhere(pipeline));
    Watch watch =
        tap.open(key)
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.CONFLICT,
                        "as many look into pipeline " + pipeline + " as may at the same time",
                        "Try again when somebody has closed the page; it ends some seconds"
                            + " later."));
    try {
      audit.add(
          who.name(),
          AuditAction.RECORDS_LOOK,
          pipeline,
          "",
          entry(known(stream, stage), key),
          reason);
    } catch (RuntimeException unwritten) {
      tap.close(watch);
      throw unwritten;
    }
    watch.renew();
    return begin(new Entry(who.name(), pipeline, tap, new Look(name(), key, stream, watch)));
  }

  /** If the same began meanwhile, by another request of the same page, that one goes on. */
  private synchronized Look begin(Entry made) {
    for (Entry entry : entries) {
      if (entry.isSameAs(made) && entry.goesOn()) {
        made.tap().close(made.look().watch());
        return entry.look();
      }
    }
    entries.add(made);
    return made.look();
  }

  /** Goes on with a look that somebody began; empty if it has ended, or was somebody else's. */
  public Optional<Look> again(Identity who, String pipeline, String id) {
    return goingOn(entry -> entry.isOf(who, pipeline) && entry.look().id().equals(id));
  }

  private synchronized Optional<Look> goingOn(Predicate<Entry> which) {
    sweep();
    Optional<Look> look = entries.stream().filter(which).map(Entry::look).findFirst();
    look.ifPresent(found -> found.watch().renew());
    return look;
  }

  /** Lets go of what nobody asked for lately; to be called now and then. Waits for nothing. */
  public synchronized void sweep() {
    entries.stream().map(Entry::tap).distinct().forEach(Tap::sweep);
    entries.removeIf(entry -> !entry.goesOn());
  }

  private Stream open(String pipeline) {
    return streams
        .of(pipeline)
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.CONFLICT,
                    "pipeline " + pipeline + " has no version that could run",
                    "Correct its file; what is wrong with it is on its page."));
  }

  private static Refusal elsewhere(String pipeline) {
    return new Refusal(
        Kind.CONFLICT,
        "pipeline " + pipeline + " runs on Kafka: its records do not pass through this process",
        "Read its topic with a consumer of Kafka's.");
  }

  /** Whatever else somebody wrote into an address is nothing for the audit log. */
  private static String known(Stream stream, String stage) {
    return StageNames.find(stream, stage).map(StageNames::of).orElse("");
  }

  private static String entry(String stage, String key) {
    List<String> parts = new ArrayList<>();
    if (!stage.isEmpty()) {
      parts.add("\"stage\":\"" + stage.replaceAll("[\"\\\\\\p{Cntrl}]", "?") + "\"");
    }
    if (!key.isEmpty()) {
      parts.add("\"key_hash\":\"" + hash(key) + "\"");
    }
    return "{" + String.join(",", parts) + "}";
  }

  private String name() {
    byte[] bytes = new byte[9];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** As much of it as tells whether two looked for the same. */
  private static String hash(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
