package io.sluice.kafka.worker;

import io.sluice.kafka.wait.Patience;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.distributed.RebalanceNeededException;
import org.apache.kafka.connect.runtime.distributed.RequestTargetException;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.ConnectRestServer;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.connect.util.FutureCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of Kafka Connect's distributed runtime, with all of its REST API. It is Connect's own:
 * what a connector, a tool or an operator knows of Connect holds here. Where it cannot go on it
 * would end the process, unless somebody holds a {@link io.sluice.kafka.fault.KafkaExits}. Safe for
 * use by several threads.
 */
public final class ConnectWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectWorker.class);
  private static final Duration READY = Duration.ofSeconds(120);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final String STOPPED = "STOPPED";

  private final Connect<DistributedHerder> connect;
  private final TaskCalls calls;
  private final TaskWaits waits;
  private final TaskGate gate;

  private ConnectWorker(
      Connect<DistributedHerder> connect, TaskCalls calls, TaskWaits waits, TaskGate gate) {
    this.connect = connect;
    this.calls = calls;
    this.waits = waits;
    this.gate = gate;
  }

  /**
   * Starts it, and returns when it has joined its group and serves its REST API. Plugins and the
   * REST server are made ready before Kafka is needed.
   *
   * @param kafka done when brokers can be asked; its failure is this one's
   * @throws WorkerException when a setting is wrong, the port is taken or Kafka does not answer
   */
  public static ConnectWorker start(WorkerSettings settings, CompletableFuture<?> kafka) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ConnectRestServer rest = null;
    try {
      TaskCalls calls = new TaskCalls(System::nanoTime);
      TaskWaits waits = new TaskWaits();
      TaskGate gate = new TaskGate();
      Plugins plugins = new WorkerPlugins(settings.connect(), calls, waits, gate);
      plugins.compareAndSwapWithDelegatingLoader();
      DistributedConfig config = new DistributedConfig(settings.connect());
      RestClient client = new RestClient(config);
      rest = new ConnectRestServer(config.rebalanceTimeout(), client, config.originals());
      rest.initializeServer();
      kafka.get();
      Connect<DistributedHerder> connect =
          new Connect<>(WorkerParts.herder(config, plugins, rest, client), rest);
      connect.start();
      ConnectWorker worker = new ConnectWorker(connect, calls, waits, gate);
      worker.awaitReady();
      LOG.info("Kafka Connect's worker answers on {}", worker.url());
      return worker;
    } catch (ExecutionException e) {
      stop(rest);
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new WorkerException("Kafka did not start", e.getCause());
    } catch (InterruptedException e) {
      stop(rest);
      Thread.currentThread().interrupt();
      throw new WorkerException("Interrupted while Kafka Connect's worker starts", e);
    } catch (WorkerException e) {
      throw e;
    } catch (ConfigException e) {
      stop(rest);
      throw new WorkerException("A setting of the worker is wrong: " + e.getMessage(), e);
    } catch (RuntimeException | LinkageError e) {
      stop(rest);
      throw notStarted(settings, e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Of an address that cannot be had Connect says no more than that. */
  private static WorkerException notStarted(WorkerSettings settings, Throwable e) {
    boolean address =
        Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
            .anyMatch(BindException.class::isInstance);
    return new WorkerException(
        address
            ? "Kafka Connect's REST API cannot listen on "
                + settings.connect().get("listeners")
                + ": "
                + reason(e)
                + ". Stop who has it, or name another address."
            : "Kafka Connect's worker does not start: " + reason(e) + ". Its log says more.",
        e);
  }

  private void awaitReady() throws InterruptedException {
    Patience patience = new Patience(READY, LOOK_AGAIN);
    while (!connect.herder().isReady()) {
      if (connect.herderTask().isDone()) {
        close();
        throw new WorkerException(
            "Kafka Connect's worker does not start: "
                + failure().map(ConnectWorker::reason).orElse("it ended"),
            failure().orElse(null));
      }
      if (!patience.again()) {
        close();
        throw new WorkerException(
            "Kafka Connect's worker has not joined its group within "
                + READY.toSeconds()
                + " s. Its log says why.",
            null);
      }
    }
  }

  /**
   * Has connectors end their tasks; they stay, with their positions. For one that is alone in its
   * group.
   *
   * @param which by their settings, references to secrets in place
   * @throws WorkerException when it cannot be done
   */
  public void stop(Predicate<Map<String, String>> which) {
    Herder herder = connect.herder();
    Collection<String> all = asked((Callback<Collection<String>> said) -> herder.connectors(said));
    for (String name : all) {
      Map<String, String> settings =
          asked((Callback<Map<String, String>> said) -> herder.connectorConfig(name, said));
      if (which.test(settings) && !isStopped(name)) {
        asked((Callback<Void> done) -> herder.stopConnector(name, done));
      }
    }
  }

  private boolean isStopped(String connector) {
    try {
      return connect.herder().connectorStatus(connector).connector().state().equals(STOPPED);
    } catch (NotFoundException e) {
      return false; // It was made, and the worker killed, before it said how it is.
    }
  }

  /** Asks again what a rebalance has refused. */
  private <T> T asked(Consumer<Callback<T>> question) {
    Patience patience = new Patience(READY, LOOK_AGAIN);
    try {
      while (true) {
        FutureCallback<T> answer = new FutureCallback<>();
        question.accept(answer);
        try {
          return answer.get(READY.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          boolean passes =
              e.getCause() instanceof RebalanceNeededException
                  || e.getCause() instanceof RequestTargetException;
          if (!passes || !patience.again()) {
            throw new WorkerException(
                "Kafka Connect's worker does not stop connectors: " + reason(e), e.getCause());
          }
        }
      }
    } catch (TimeoutException e) {
      throw new WorkerException(
          "Kafka Connect's worker did not stop connectors within " + READY.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerException("Interrupted while connectors are stopped", e);
    }
  }

  /** Where its REST API is reached on this machine. */
  public URI url() {
    return connect.rest().serverUrl();
  }

  /** By what Connect tells workers apart: address and port under which others reach it. */
  public String id() {
    URI advertised = connect.rest().advertisedUrl();
    return advertised.getHost() + ":" + advertised.getPort();
  }

  /**
   * A task of the group as its worker has told the others.
   *
   * @param state Connect's word
   * @param worker host and port of the worker that has it, or had it last
   * @param trace why it failed, empty when it did not
   */
  public record TaskState(String connector, int number, String state, String worker, String trace) {
    /** Whether a worker has it at work, or has it wait. */
    public boolean runs() {
      return state.equals("RUNNING") || state.equals("PAUSED");
    }
  }

  /** All tasks of the group, those on other workers included; asks nobody. */
  public List<TaskState> tasks() {
    DistributedHerder herder = connect.herder();
    List<TaskState> tasks = new ArrayList<>();
    for (String name : herder.connectors()) {
      try {
        for (ConnectorStateInfo.TaskState task : herder.connectorStatus(name).tasks()) {
          String trace = task.trace() == null ? "" : task.trace();
          tasks.add(new TaskState(name, task.id(), task.state(), task.workerId(), trace));
        }
      } catch (NotFoundException e) {
        continue; // It is being removed, or was made and has not said how it is.
      }
    }
    return tasks;
  }

  /** Starts a task of this worker again, with its secrets read again; does not wait for it. */
  public void restart(ConnectorTaskId task) {
    connect
        .herder()
        .restartTask(
            task,
            (error, done) -> {
              if (error != null) {
                LOG.warn("Task {} could not be started again", task, error);
              }
            });
  }

  /** What the tasks of this worker are in. */
  public TaskCalls calls() {
    return calls;
  }

  /** What the tasks of this worker try again and again. */
  public TaskWaits waits() {
    return waits;
  }

  /** What has tasks of this worker stand still. */
  public TaskGate gate() {
    return gate;
  }

  /** Why it cannot go on; empty while it can, and when it was closed in order. */
  public Optional<Throwable> failure() {
    Future<?> task = connect.herderTask();
    if (!task.isDone()) {
      return Optional.empty();
    }
    try {
      task.get(0, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      return Optional.of(e);
    }
  }

  /** Stops its connectors and tasks in order, gives its place in the group back, and ends. */
  @Override
  public void close() {
    connect.stop();
  }

  private static void stop(@Nullable ConnectRestServer rest) {
    if (rest != null) {
      rest.stop();
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = String.valueOf(deepest.getMessage());
    return deepest.getMessage() == null
            || deepest instanceof ReflectiveOperationException
            || deepest instanceof LinkageError
        ? deepest.getClass().getSimpleName() + " " + message
        : message;
  }
}
