package io.sluice.server.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import io.sluice.pipeline.PipelineParts;
import io.sluice.project.ProjectPlugins;
import io.sluice.server.folder.Definition;
import io.sluice.server.folder.ProjectFolder;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines are kept as they are wanted, whatever is thrown, and none is left behind. */
@Timeout(120)
class KeeperTest {
  @TempDir private Path folder;
  private final Roster roster = new Roster();
  private final CountDownLatch end = new CountDownLatch(1);
  private @Nullable Farm farm;
  private @Nullable Keeper keeper;

  @AfterEach
  void close() {
    end.countDown();
    if (keeper != null) {
      keeper.close();
    }
    farm().close();
  }

  private Farm farm() {
    if (farm == null) {
      farm = new Farm(folder);
    }
    return farm;
  }

  private ManagedPipeline add(String name, Desired desired) {
    farm().add(name);
    farm().feed(name, "a");
    Definition definition =
        new ProjectFolder(farm().project, Clock.systemUTC())
            .read(List.of()).files().stream()
                .flatMap(file -> file.definition().stream())
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow();
    ManagedPipeline pipeline =
        new ManagedPipeline(name, desired, false, Farm.HASTY, Clock.systemUTC(), new Random(1));
    pipeline.define(definition);
    return roster.findOrAdd(name, unused -> pipeline);
  }

  /** As pipelines run in this process. */
  private Runner real() {
    return new DirectRunner(
        pipeline -> {
          farm().project.plugins(ProjectPlugins.names(PipelineParts.of(pipeline)));
          return farm().project.engine();
        });
  }

  private Keeper keep(Runner runner, Function<String, ThreadFactory> threads) {
    Keeper made = new Keeper(roster, runner, Farm.HASTY, UnaryOperator.identity(), threads);
    keeper = made;
    made.start();
    return made;
  }

  private static Function<String, ThreadFactory> threads() {
    return what -> Thread::new;
  }

  /** The first so many threads of a kind cannot be had. */
  private static Function<String, ThreadFactory> scarce(String kind, int missing) {
    AtomicInteger asked = new AtomicInteger();
    return what ->
        task -> {
          if (what.equals(kind) && asked.getAndIncrement() < missing) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return new Thread(task);
        };
  }

  @Test
  void one_whose_file_is_back_before_it_is_forgotten_stays() {
    ManagedPipeline pipeline = add("one", Desired.STOPPED);
    Definition version = pipeline.definition().orElseThrow();
    pipeline.remove();
    assertThat(pipeline.next()).isEqualTo(Step.FORGET);

    assertThat(pipeline.define(version)).isTrue();
    assertThat(pipeline.forget()).as("what was decided before counts no more").isFalse();

    pipeline.remove();
    assertThat(pipeline.forget()).isTrue();
    assertThat(pipeline.define(version)).as("nobody would look after it").isFalse();
    assertThat(pipeline.isForgotten()).isTrue();
  }

  @Test
  void one_whose_file_is_back_while_it_is_forgotten_is_another_one_that_runs() {
    add("one", Desired.RUNNING);
    ManagedPipeline gone = roster.named("one");
    Definition version = gone.definition().orElseThrow();
    gone.remove();
    assertThat(gone.forget()).isTrue();
    StateDatabase state = farm().project.state();
    Members members =
        new Members(roster, new FleetTables(state), state, Farm.HASTY, Clock.systemUTC(), () -> {});

    members.define("one", version);
    roster.forget(gone);

    assertThat(roster.named("one")).isNotSameAs(gone);
    assertThat(roster.named("one").definition()).contains(version);
    keep(real(), threads());
    farm().awaitOut("one", "a");
  }

  @Test
  void one_for_whom_there_is_no_thread_is_started_later() {
    add("one", Desired.RUNNING);

    keep(real(), scarce("start", 2));

    farm().awaitOut("one", "a");
  }

  @Test
  void one_for_whose_end_there_is_no_thread_is_ended_later() {
    ManagedPipeline one = add("one", Desired.RUNNING);
    Keeper made = keep(real(), scarce("stop", 2));
    farm().awaitOut("one", "a");

    one.want(Desired.STOPPED, false);
    made.wake();

    Awaitility.await().atMost(Farm.SOON).until(() -> one.view().state() == PipelineState.STOPPED);
  }

  @Test
  void one_whose_classes_cannot_be_loaded_takes_nothing_from_another() throws InterruptedException {
    add("bad", Desired.RUNNING);
    CountDownLatch broken = new CountDownLatch(1);
    AtomicReference<Execution> bad = new AtomicReference<>();
    Keeper made =
        keep(
            (definition, options) -> {
              Execution run = real().start(definition, options);
              if (definition.name().equals("good")) {
                return run;
              }
              bad.set(run);
              return new Broken(run, broken);
            },
            threads());
    assertThat(broken.await(40, TimeUnit.SECONDS)).isTrue();

    add("good", Desired.RUNNING);
    made.wake();

    farm().awaitOut("good", "a");
    requireNonNull(bad.get()).stop(); // Its status being broken, nobody else knows that it runs.
  }

  @Test
  void what_begins_to_run_while_all_end_is_ended_with_them() throws InterruptedException {
    add("one", Desired.RUNNING);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Execution> run = new AtomicReference<>();
    Keeper made =
        keep(
            (definition, options) -> {
              entered.countDown();
              try {
                end.await();
              } catch (InterruptedException tooLate) {
                // As one that has its lock already, and begins whatever it is told.
              }
              Execution real = real().start(definition, options);
              run.set(real);
              begun.countDown();
              return real;
            },
            threads());
    assertThat(entered.await(40, TimeUnit.SECONDS)).isTrue();

    made.close();

    assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
    Awaitility.await()
        .atMost(Farm.SOON)
        .until(() -> requireNonNull(run.get()).status().state().ended());
    assertThat(farm().project.state().holderOf("one")).isEmpty();
    assertThat(made.sinceLastLook()).isZero();
  }

  @Test
  void who_wants_a_run_to_end_that_takes_its_time_is_answered_before() {
    ManagedPipeline one = add("one", Desired.RUNNING);
    Keeper made =
        keep(
            (definition, options) -> new Slow(real().start(definition, options), end, Farm.SOON),
            threads());
    farm().awaitOut("one", "a");
    new FleetTables(farm().project.state()); // In which wishes are kept.
    Wishes wishes =
        new Wishes(
            roster, farm().project.state(), Clock.systemUTC(), made::wake, Duration.ofMillis(1));

    wishes.stop(Farm.ALICE, "one", "");

    assertThat(one.isActive()).isTrue();
    end.countDown();
    Awaitility.await().atMost(Farm.SOON).until(() -> one.view().state() == PipelineState.STOPPED);
  }

  @Test
  void all_are_waited_for_as_long_as_the_slowest_says_that_it_takes() {
    add("quick", Desired.RUNNING);
    add("slow", Desired.RUNNING);
    Duration takes = Duration.ofSeconds(7);
    AtomicReference<Execution> slow = new AtomicReference<>();
    Keeper made =
        keep(
            (definition, options) -> {
              Execution run = real().start(definition, options);
              if (definition.name().equals("quick")) {
                return run;
              }
              Execution held = new Slow(run, new CountDownLatch(1), takes.multipliedBy(5));
              slow.set(held);
              return held;
            },
            threads());
    farm().awaitOut("quick", "a");
    farm().awaitOut("slow", "a");
    Thread letting = new Thread(() -> letAfter(takes, requireNonNull((Slow) slow.get())));
    letting.start();

    made.close();

    assertThat(requireNonNull(slow.get()).status().state().ended()).isTrue();
  }

  private static void letAfter(Duration time, Slow run) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    run.let().countDown();
  }

  @Test
  @Timeout(40)
  void one_that_says_it_ends_soon_and_hangs_holds_up_nobody_for_longer() {
    add("one", Desired.RUNNING);
    Keeper made =
        keep(
            (definition, options) ->
                new Slow(real().start(definition, options), end, Duration.ofSeconds(1)),
            threads());
    farm().awaitOut("one", "a");

    made.close();

    assertThat(end.getCount()).as("it was not let, and hung").isOne();
  }

  @Test
  void one_whose_end_failed_is_not_called_stopped_and_is_asked_again_until_it_has_ended() {
    ManagedPipeline one = add("one", Desired.RUNNING);
    AtomicInteger asked = new AtomicInteger();
    Keeper made =
        keep(
            (definition, options) -> new Stubborn(real().start(definition, options), asked, end),
            threads());
    farm().awaitOut("one", "a");

    one.want(Desired.STOPPED, false);
    made.wake();

    Awaitility.await().atMost(Farm.SOON).until(() -> asked.get() >= 3);
    PipelineView view = one.view();
    assertThat(view.state()).isEqualTo(PipelineState.STOPPING);
    assertThat(view.error()).isPresent();
    assertThat(one.isActive()).isTrue();
    Awaitility.await()
        .atMost(Farm.SOON)
        .until(() -> one.view().why().filter(why -> why.contains("not known")).isPresent());

    end.countDown();
    Awaitility.await().atMost(Farm.SOON).until(() -> one.view().state() == PipelineState.STOPPED);
  }

  /** Does not end before it is let, whoever asks, and says so. */
  private record Stubborn(Execution run, AtomicInteger asked, CountDownLatch let)
      implements Execution {
    @Override
    public RunStatus status() {
      RunStatus now = run.status();
      return asked.get() == 0 || let.getCount() == 0 ? now : stopping(now);
    }

    private static RunStatus stopping(RunStatus now) {
      return new RunStatus(
          now.pipeline(),
          RunState.STOPPING,
          now.startedAt(),
          now.at(),
          now.counts(),
          now.lag(),
          now.freshness(),
          now.checkpoint(),
          now.sourceTasks(),
          now.sinks(),
          now.restarts(),
          new RunError(
              now.at(),
              Fault.TASK_FAILED,
              "Kafka Connect",
              "",
              "not known to have stopped",
              Optional.empty()),
          null);
    }

    @Override
    public Optional<RunFigures> figures() {
      return run.figures();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void stop() {
      asked.incrementAndGet();
      if (let.getCount() == 0) {
        run.stop();
      }
    }

    @Override
    public Duration endsWithin() {
      return run.endsWithin();
    }

    @Override
    public RestartScope restartScope() {
      return run.restartScope();
    }

    @Override
    public void restart(RunTask task) {}

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /** Of a plugin whose classes are not there when it is asked. */
  private record Broken(Execution run, CountDownLatch asked) implements Execution {
    @Override
    public RunStatus status() {
      asked.countDown();
      throw new NoClassDefFoundError("of a test");
    }

    @Override
    public Optional<RunFigures> figures() {
      return Optional.empty();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void stop() {
      run.stop();
    }

    @Override
    public Duration endsWithin() {
      return run.endsWithin();
    }

    @Override
    public RestartScope restartScope() {
      return run.restartScope();
    }

    @Override
    public void restart(RunTask task) {}

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /** Ends when it is let. */
  private record Slow(Execution run, CountDownLatch let, Duration endsWithin) implements Execution {
    @Override
    public RunStatus status() {
      return run.status();
    }

    @Override
    public Optional<RunFigures> figures() {
      return run.figures();
    }

    @Override
    public void pause() {
      run.pause();
    }

    @Override
    public void resume() {
      run.resume();
    }

    @Override
    public void stop() {
      try {
        let.await();
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      }
      run.stop();
    }

    @Override
    public RestartScope restartScope() {
      return run.restartScope();
    }

    @Override
    public void restart(RunTask task) {
      run.restart(task);
    }

    @Override
    public boolean mayPass() {
      return run.mayPass();
    }
  }
}
