package io.sluice.kafka.run;

import io.sluice.kafka.deploy.Causes;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides what becomes of tasks that failed, which Connect leaves lying: what may pass is started
 * again after a growing pause, what cannot pass, and what does not after many attempts, ends the
 * run. For one thread; touches nothing.
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
          ".*(ConfigException|AuthenticationException|AuthorizationException"
              + "|ClassNotFoundException|NoClassDefFoundError|UnsupportedVersionException)");
  private static final Pattern TOO_LARGE =
      Pattern.compile(".*(RecordTooLargeException|RecordBatchTooLargeException)");
  private static final Pattern RECORD = Pattern.compile(".*(DataException|SerializationException)");
  private static final String SET_ASIDE = "Tolerance exceeded in error handler";

  private enum Kind {
    PASSING,
    SETTINGS,
    TOO_LARGE,
    RECORD,
    UNKNOWN
  }

  private final RetryPolicy retry;
  private final LongSupplier nanos;
  private final Map<String, Trouble> troubles = new HashMap<>();
  private int restarts;

  private static final class Trouble {
    int attempts;
    long notBefore;
    long runningSince = -1;
    boolean waiting;
  }

  /**
   * What is to be done now.
   *
   * @param restart connectors whose failed tasks are to be started again
   * @param waits why something waits for its next attempt, empty when nothing does
   * @param end why the run has to end, empty when it has not
   */
  public record Verdict(List<String> restart, Optional<String> waits, Optional<String> end) {
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
  }

  /** What these connectors, as they are now, call for. */
  public Verdict judge(List<RunningConnector> connectors) {
    long now = nanos.getAsLong();
    List<String> restart = new ArrayList<>();
    Optional<String> waits = Optional.empty();
    for (RunningConnector each : connectors) {
      Trouble trouble = troubles.computeIfAbsent(each.name(), name -> new Trouble());
      if (!each.hasFailed()) {
        calm(each, trouble, now);
        continue;
      }
      trouble.runningSince = -1;
      String reason = "connector " + each.name() + " failed: " + each.failure();
      Optional<String> end = hopeless(each, trouble, reason);
      if (end.isPresent()) {
        return new Verdict(List.of(), Optional.empty(), end);
      }
      waits = Optional.of(reason);
      if (!trouble.waiting) {
        trouble.waiting = true;
        trouble.notBefore = now + pause(trouble.attempts).toNanos();
      } else if (now - trouble.notBefore >= 0) {
        trouble.waiting = false;
        trouble.attempts++;
        restarts++;
        restart.add(each.name());
      }
    }
    return new Verdict(restart, waits, Optional.empty());
  }

  /** How often something was started again. */
  public int restarts() {
    return restarts;
  }

  private static void calm(RunningConnector each, Trouble trouble, long now) {
    trouble.waiting = false;
    if (!each.isSettled()) {
      trouble.runningSince = -1;
    } else if (trouble.runningSince < 0) {
      trouble.runningSince = now;
    } else if (now - trouble.runningSince > RECOVERED.toNanos()) {
      trouble.attempts = 0;
    }
  }

  private Optional<String> hopeless(RunningConnector each, Trouble trouble, String reason) {
    List<Kind> kinds =
        Stream.concat(
                Stream.of(each.trace()), each.tasks().stream().map(RunningConnector.Task::trace))
            .map(Supervision::kind)
            .toList();
    if (kinds.contains(Kind.SETTINGS)) {
      return Optional.of(reason + ". Its settings have to change before it can run.");
    }
    if (kinds.contains(Kind.TOO_LARGE)) {
      return Optional.of(
          reason
              + ". It met a record that is larger than Kafka takes here, and would meet it again."
              + " Raise max.message.bytes of the topic (in 'topics', for one that is not made yet),"
              + " and producer.max.request.size and producer.buffer.memory of the worker.");
    }
    if (kinds.contains(Kind.RECORD)) {
      return Optional.of(
          reason
              + ". It met a record that it cannot process and that on_error does not let it set"
              + " aside; it would meet it again.");
    }
    if (trouble.attempts >= retry.maxRestarts()) {
      return Optional.of(
          reason + ". It was started again " + trouble.attempts + " times, which did not help.");
    }
    return Optional.empty();
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
      if (SETTINGS.matcher(exception).matches()) {
        found = Kind.SETTINGS;
      } else if (found != Kind.SETTINGS && TOO_LARGE.matcher(exception).matches()) {
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
