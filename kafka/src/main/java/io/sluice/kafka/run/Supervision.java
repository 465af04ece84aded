package io.sluice.kafka.run;

import io.sluice.kafka.deploy.Causes;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.worker.TaskCalls;
import io.sluice.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides what becomes of tasks that failed or hang, which Connect leaves lying: what may pass is
 * started again after a growing pause, what cannot pass, and what does not after many attempts,
 * ends the run. For one thread; touches nothing.
 */
public final class Supervision {
  /** A connector that ran for so long has recovered: its next failure is its first again. */
  private static final Duration RECOVERED = Duration.ofMinutes(1);

  /** What may be over at the next attempt, whatever it was wrapped into on its way. */
  private static final Pattern PASSING =
      Pattern.compile(
          "java\\.net\\.ConnectException|.*\\.(Retriable\\w*Exception|\\w*TimeoutException"
              + "|SocketException|UnknownHostException|NoRouteToHostException|DisconnectException"
              + "|NetworkException|ClosedChannelException|SQLTransient\\w*Exception"
              + "|SQLRecoverableException)");

  private static final Pattern SETTINGS =
      Pattern.compile(
          ".*(ConfigException|AuthorizationException" + "|UnsupportedVersionException)");
  private static final Pattern PLUGIN =
      Pattern.compile(
          "java\\.lang\\.(ClassNotFoundException|\\w*LinkageError|NoClassDefFoundError"
              + "|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|UnsupportedClassVersionError"
              + "|UnsatisfiedLinkError|IncompatibleClassChangeError)");
  private static final Pattern TOO_LARGE =
      Pattern.compile(".*(RecordTooLargeException|RecordBatchTooLargeException)");

  /** The verdict of a pipeline's contract, or a registry that refuses more than a schema. */
  private static final Pattern CONTRACT =
      Pattern.compile("io\\.sluice\\.engine\\.fault\\.FaultException");

  private static final Pattern RECORD = Pattern.compile(".*(DataException|SerializationException)");
  private static final String SET_ASIDE = "Tolerance exceeded in error handler";

  /** What is the matter with a connector. */
  public enum Kind {
    /** What may be over at the next attempt. */
    PASSING,
    /** Maybe with a password that has changed: the next attempt has the one of then. */
    LOGIN,
    /** Its settings have to change. */
    SETTINGS,
    /** A class or a library of its plugin is missing, or of another version. */
    PLUGIN,
    /** It met a record that is larger than Kafka takes. */
    TOO_LARGE,
    /** A contract on schemas refused what it met. */
    CONTRACT,
    /** It met a record that it cannot process. */
    RECORD,
    /** A task does not come back from a call. */
    HANGS,
    /** It was started again as often as it may be. */
    TOO_OFTEN,
    /** Anything else. */
    UNKNOWN
  }

  /**
   * Who is in trouble.
   *
   * @param connector its name
   * @param kind with what
   */
  public record Origin(String connector, Kind kind) {}

  private final RetryPolicy retry;
  private final LongSupplier nanos;
  private final Hanging hanging;
  private final Map<String, Trouble> troubles = new HashMap<>();
  private int restarts;

  private static final class Trouble {
    int attempts;
    long notBefore;
    boolean running;
    long runningSince;
    boolean waiting;
  }

  /**
   * What is started again.
   *
   * @param connector its name
   * @param task the one that hangs, and takes no other with it; empty for what has failed of the
   *     connector, or for all of one that does not come up
   * @param all whether what has not failed is started again too
   */
  public record Restart(String connector, OptionalInt task, boolean all) {}

  /** What the tasks are in, as far as anybody in this process knows: {@link TaskCalls#of}. */
  @FunctionalInterface
  public interface Calls {
    /** For workers in other processes. */
    Calls UNKNOWN = (connector, task) -> Optional.empty();

    /** The call that a task is in; empty when it is in none, or nobody knows. */
    Optional<TaskCalls.Call> of(String connector, int task);
  }

  /**
   * What is to be done now.
   *
   * @param restart what is to be started again
   * @param waits why something waits for its next attempt, empty when nothing does
   * @param end why the run has to end, empty when it has not
   * @param mayPass whether a later run may do better than one that has to end, with nobody having
   *     changed anything
   * @param origin who waits, or ends it; empty when nobody does
   */
  public record Verdict(
      List<Restart> restart,
      Optional<String> waits,
      Optional<String> end,
      boolean mayPass,
      Optional<Origin> origin) {
    public Verdict {
      restart = List.copyOf(restart);
    }
  }

  /**
   * @param retry pauses and how many attempts without a recovery in between there are
   * @param nanos a clock that only rises, such as {@link System#nanoTime}
   */
  public Supervision(RetryPolicy retry, LongSupplier nanos) {
    this.retry = retry;
    this.nanos = nanos;
    this.hanging = new Hanging(retry.callTimeout());
  }

  /**
   * What these connectors, as they are now, call for.
   *
   * @param calls what their tasks are in
   */
  public Verdict judge(List<RunningConnector> connectors, Calls calls) {
    long now = nanos.getAsLong();
    List<Restart> restart = new ArrayList<>();
    Optional<String> waits = Optional.empty();
    Optional<Origin> origin = Optional.empty();
    for (RunningConnector each : connectors) {
      Trouble trouble = troubles.computeIfAbsent(each.name(), name -> new Trouble());
      Optional<Hanging.Found> hangs =
          each.hasFailed() ? Optional.empty() : hanging.in(each, calls, now);
      if (!each.hasFailed() && hangs.isEmpty()) {
        calm(each, trouble, hanging.isBusy(each, calls), now);
        continue;
      }
      trouble.running = false;
      String reason =
          hangs
              .map(Hanging.Found::reason)
              .orElseGet(() -> "connector " + each.name() + " failed: " + each.failure());
      Optional<String> never = hangs.isPresent() ? Optional.empty() : hopeless(each, reason);
      Optional<String> end = never.or(() -> tooOften(trouble, reason));
      Kind kind = hangs.isPresent() ? Kind.HANGS : kind(each);
      if (end.isPresent()) {
        Kind why = never.isPresent() ? kind : Kind.TOO_OFTEN;
        return new Verdict(
            List.of(),
            Optional.empty(),
            end,
            never.isEmpty(),
            Optional.of(new Origin(each.name(), why)));
      }
      waits = Optional.of(reason);
      origin = Optional.of(new Origin(each.name(), kind));
      if (!trouble.waiting) {
        trouble.waiting = true;
        trouble.notBefore = now + pause(trouble.attempts).toNanos();
      } else if (now - trouble.notBefore >= 0) {
        trouble.waiting = false;
        trouble.attempts++;
        restarts++;
        Restart what =
            hangs
                .map(Hanging.Found::restart)
                .orElseGet(() -> new Restart(each.name(), OptionalInt.empty(), false));
        restart.add(what);
        hanging.restarted(each, what, now);
      }
    }
    return new Verdict(restart, waits, Optional.empty(), true, origin);
  }

  /** How often something was started again. */
  public int restarts() {
    return restarts;
  }

  /** A call that lasts proves nothing: the next look may find that it hangs. */
  private static void calm(RunningConnector each, Trouble trouble, boolean busy, long now) {
    trouble.waiting = false;
    if (!each.isSettled() || busy) {
      trouble.running = false;
    } else if (!trouble.running) {
      trouble.running = true;
      trouble.runningSince = now;
    } else if (now - trouble.runningSince > RECOVERED.toNanos()) {
      trouble.attempts = 0;
    }
  }

  /** Of all that its traces tell what cannot pass; unknown if nothing is. */
  private static Kind kind(RunningConnector each) {
    List<Kind> kinds =
        Stream.concat(
                Stream.of(each.trace()), each.tasks().stream().map(RunningConnector.Task::trace))
            .map(Supervision::kind)
            .toList();
    return Stream.of(Kind.SETTINGS, Kind.CONTRACT, Kind.PLUGIN, Kind.TOO_LARGE, Kind.RECORD)
        .filter(kinds::contains)
        .findFirst()
        .orElse(Kind.UNKNOWN);
  }

  /** Why there is nothing to wait for; empty when another attempt may do better. */
  private static Optional<String> hopeless(RunningConnector each, String reason) {
    return switch (kind(each)) {
      case SETTINGS -> Optional.of(reason + ". Its settings have to change before it can run.");
      case CONTRACT -> Optional.of(reason);
      case PLUGIN ->
          Optional.of(
              reason
                  + ". A class or a native library of its plugin is missing or made for another"
                  + " version: look whether all its jars are there.");
      case TOO_LARGE ->
          Optional.of(
              reason
                  + ". It met a record that is larger than Kafka takes here, and would meet it"
                  + " again. Raise max.message.bytes of the topic (in 'topics', for one that is not"
                  + " made yet), and producer.max.request.size and producer.buffer.memory of the"
                  + " worker.");
      case RECORD ->
          Optional.of(
              reason
                  + ". It met a record that it cannot process and that on_error does not let it set"
                  + " aside; it would meet it again.");
      case PASSING, LOGIN, HANGS, TOO_OFTEN, UNKNOWN -> Optional.empty();
    };
  }

  private Optional<String> tooOften(Trouble trouble, String reason) {
    return trouble.attempts >= retry.maxRestarts()
        ? Optional.of(
            reason + ". It was started again " + trouble.attempts + " times, which did not help.")
        : Optional.empty();
  }

  /** What a trace tells by the classes in its chain of causes; frames and messages tell nothing. */
  private static Kind kind(String trace) {
    Kind found = Kind.UNKNOWN;
    for (Causes.Cause cause : Causes.of(trace)) {
      String exception = cause.exception();
      String message = cause.message();
      if (PASSING.matcher(exception).matches()) {
        return Kind.PASSING;
      }
      if (RefusedLogin.isTold(cause)) {
        return Kind.LOGIN;
      }
      if (CONTRACT.matcher(exception).matches()) {
        return Kind.CONTRACT;
      }
      if (SETTINGS.matcher(exception).matches()) {
        found = Kind.SETTINGS;
      } else if (found != Kind.SETTINGS && PLUGIN.matcher(exception).matches()) {
        found = Kind.PLUGIN;
      } else if ((found == Kind.UNKNOWN || found == Kind.RECORD)
          && TOO_LARGE.matcher(exception).matches()) {
        found = Kind.TOO_LARGE;
      } else if (found == Kind.UNKNOWN
          && (RECORD.matcher(exception).matches() || message.contains(SET_ASIDE))) {
        found = Kind.RECORD;
      }
    }
    return found;
  }

  private Duration pause(int attempts) {
    Duration pause = retry.backoff();
    for (int i = 0; i < attempts && pause.compareTo(retry.maxBackoff()) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(retry.maxBackoff()) > 0 ? retry.maxBackoff() : pause;
  }
}
