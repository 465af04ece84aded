package io.sluice.server.schema;

import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectException;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.RefusedException;
import io.sluice.project.schema.catalog.RemoteCatalog;
import io.sluice.serdes.config.ClientOptions;
import io.sluice.server.operate.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry that the project names, asked within the time for which somebody looks at a page.
 * One elsewhere may be slow or dead: it is given a few seconds, and then left alone for a few, so
 * that it takes nobody's time twice. Thread-safe.
 *
 * <p>Where it cannot be asked, or does not do it, a {@link Refusal} says why.
 */
public final class ProjectRegistry implements AutoCloseable {
  /** How long one question may take that goes over a network, for somebody who looks at a page. */
  static final Duration USUAL_WAIT = Duration.ofSeconds(4);

  /** How long one that did not answer is not asked again. */
  static final Duration REST = Duration.ofSeconds(5);

  /** Questions under way at one time, and waiting: more than a few people looking at once have. */
  private static final int ASKERS = 8;

  private static final int WAITING = 256;
  private static final String HINT =
      "'registry' in sluice.yaml says where it is; see that it runs, and that this machine reaches"
          + " it. Pipelines with a contract wait for it meanwhile";

  private final Supplier<Optional<Map<String, String>>> address;
  private final Supplier<Catalog> own;
  private final LongSupplier nanoTime;
  private final Duration wait;
  private final ThreadPoolExecutor askers;
  private @Nullable Catalog ofState;
  private @Nullable Remote remote;
  private @Nullable Away away;

  /** One elsewhere, by what is said of it. */
  private record Remote(Map<String, String> settings, Catalog catalog) {}

  /** That it did not answer, until when it is left alone. */
  private record Away(Remote of, Refusal why, long untilNanos) {}

  /**
   * Nobody is asked yet.
   *
   * @param address of one elsewhere, as clients' settings with secrets in place; empty for that of
   *     the state
   * @param own opens the one in the state; asked for once
   * @param wait how long one elsewhere may take
   */
  public ProjectRegistry(
      Supplier<Optional<Map<String, String>>> address,
      Supplier<Catalog> own,
      LongSupplier nanoTime,
      Duration wait) {
    this.address = address;
    this.own = own;
    this.nanoTime = nanoTime;
    this.wait = wait;
    this.askers =
        new ThreadPoolExecutor(
            ASKERS,
            ASKERS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "sluice-schemas");
              thread.setDaemon(true);
              return thread;
            });
    askers.allowCoreThreadTimeOut(true);
  }

  /** Which registry it is, in words for people; without credentials. */
  public String name() {
    return elsewhere().map(one -> one.catalog().name()).orElseGet(() -> ofState().name());
  }

  /** Asks it. */
  public <T> T ask(Function<Catalog, T> question) {
    Optional<Remote> elsewhere = elsewhere();
    if (elsewhere.isEmpty()) {
      return plainly(() -> question.apply(ofState()));
    }
    Remote one = elsewhere.get();
    refuseWhileAway(one);
    try {
      Future<T> answer = askers.submit(() -> question.apply(one.catalog()));
      try {
        return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        answer.cancel(true);
      }
    } catch (TimeoutException e) {
      throw remembered(one, late(one));
    } catch (RejectedExecutionException e) {
      throw late(one);
    } catch (ExecutionException e) {
      throw failed(one, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw late(one);
    }
  }

  /**
   * Asks the same of each of these, at one time where the way is long.
   *
   * @return what was told of each in their order; empty where it was not told in time, or not at
   *     all
   */
  public <S, T> List<Optional<T>> askEach(List<S> of, Function<S, Function<Catalog, T>> question) {
    Optional<Remote> elsewhere = elsewhere();
    if (elsewhere.isEmpty()) {
      return of.stream()
          .map(each -> Optional.of(plainly(() -> question.apply(each).apply(ofState()))))
          .toList();
    }
    Remote one = elsewhere.get();
    refuseWhileAway(one);
    try {
      List<Callable<T>> work =
          of.stream()
              .<Callable<T>>map(each -> () -> question.apply(each).apply(one.catalog()))
              .toList();
      return askers.invokeAll(work, wait.toMillis(), TimeUnit.MILLISECONDS).stream()
          .map(ProjectRegistry::told)
          .toList();
    } catch (RejectedExecutionException e) {
      return Stream.generate(Optional::<T>empty).limit(of.size()).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw late(one);
    }
  }

  private static <T> Optional<T> told(Future<T> answer) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException | CancellationException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<Remote> elsewhere() {
    Optional<Map<String, String>> said;
    try {
      said = address.get();
    } catch (InvalidPipelineException | UnresolvedSecretException wrong) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "What sluice.yaml says of the registry cannot be used: " + wrong.getMessage(),
          "Mend 'registry' in sluice.yaml, or the secret that it names",
          wrong);
    }
    return said.map(this::remote);
  }

  /** What is said of it may change while the server runs. */
  private synchronized Remote remote(Map<String, String> settings) {
    Remote known = remote;
    if (known == null || !known.settings().equals(settings)) {
      // Who says how long in sluice.yaml says it for pipelines as well, which wait by themselves.
      Map<String, String> all =
          new HashMap<>(
              Map.of(
                  ClientOptions.CONNECT_TIMEOUT, "" + wait.toMillis() / 2,
                  ClientOptions.READ_TIMEOUT, "" + wait.toMillis() * 3 / 4,
                  ClientOptions.MAX_RETRIES, "0"));
      all.putAll(settings);
      known = new Remote(settings, plainly(() -> RemoteCatalog.of(all)));
      remote = known;
    }
    return known;
  }

  private synchronized Catalog ofState() {
    Catalog made = ofState;
    if (made == null) {
      made = own.get();
      ofState = made;
    }
    return made;
  }

  private synchronized void refuseWhileAway(Remote one) {
    Away known = away;
    if (known != null && known.of() == one && known.untilNanos() - nanoTime.getAsLong() > 0) {
      throw known.why();
    }
  }

  private Refusal late(Remote one) {
    return new Refusal(
        Refusal.Kind.FAILED,
        "The registry at "
            + one.catalog().name()
            + " did not answer within "
            + wait.toMillis()
            + " ms",
        HINT);
  }

  private RuntimeException failed(Remote one, @Nullable Throwable cause) {
    if (cause instanceof ProjectException failure) {
      Refusal refusal =
          new Refusal(
              Refusal.Kind.FAILED,
              "The registry at "
                  + one.catalog().name()
                  + " cannot be asked: "
                  + failure.getMessage(),
              HINT,
              failure);
      return failure.kind() == ProjectException.Kind.UNREACHABLE
          ? remembered(one, refusal)
          : refusal;
    }
    if (cause instanceof RefusedException refused) {
      return refusal(one.catalog(), refused);
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  private synchronized Refusal remembered(Remote one, Refusal why) {
    away = new Away(one, why, nanoTime.getAsLong() + REST.toNanos());
    return why;
  }

  private <T> T plainly(Supplier<T> question) {
    try {
      return question.get();
    } catch (RefusedException refused) {
      throw refusal(ofState(), refused);
    } catch (ProjectException failure) {
      throw new Refusal(
          Refusal.Kind.FAILED, String.valueOf(failure.getMessage()), failure.hint(), failure);
    }
  }

  private static Refusal refusal(Catalog catalog, RefusedException refused) {
    return new Refusal(
        refused.status() == 404 ? Refusal.Kind.NOT_FOUND : Refusal.Kind.INVALID,
        catalog.name() + " refuses: " + refused.getMessage(),
        null,
        refused);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    ExecutorService all = askers;
    all.shutdownNow();
  }
}
