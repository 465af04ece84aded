package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkRun;
import io.sluice.testkit.TcpProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Two tables of a source change in random ways, schemas and keys too, while the sink is fed in
 * random pieces, crashes anywhere and has its connection cut in mid-statement: in every mode each
 * table ends as a model that every record was applied to once. jqwik prints the seed of a failure.
 */
public abstract class ModeModelCases {
  private static final List<String> TOPICS = List.of("shop.public.orders", "shop.public.items");

  /** A failure that takes the task's open transaction along asks for a restart, then it goes on. */
  private static final int MOST_RESTARTS = 5;

  /** What may happen next. */
  enum Event {
    READ,
    CREATE,
    UPDATE,
    CHANGE,
    DELETE,
    MOVE,
    MOVE_WITHOUT_LARGE,
    MOVE_OVER_COMMIT,
    MOVE_OVER_CRASH,
    TRUNCATE,
    DELIVER,
    COMMIT,
    COMMIT_UNHEARD_AND_CRASH,
    CRASH_WITH_ROWS_STAGED,
    CRASH,
    CUT
  }

  /**
   * One step.
   *
   * @param other another key, or how much to deliver, or how many bytes to let pass
   */
  record Step(Event event, int table, long key, long other, int schema) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Event> events =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.of(Event.READ, Event.CREATE, Event.UPDATE)),
            Tuple.of(8, Arbitraries.of(Event.CHANGE, Event.DELETE)),
            Tuple.of(
                5,
                Arbitraries.of(
                    Event.MOVE,
                    Event.MOVE_WITHOUT_LARGE,
                    Event.MOVE_OVER_COMMIT,
                    Event.MOVE_OVER_CRASH)),
            Tuple.of(1, Arbitraries.just(Event.TRUNCATE)),
            Tuple.of(5, Arbitraries.of(Event.DELIVER, Event.COMMIT)),
            Tuple.of(
                2,
                Arbitraries.of(
                    Event.COMMIT_UNHEARD_AND_CRASH,
                    Event.CRASH_WITH_ROWS_STAGED,
                    Event.CRASH,
                    Event.CUT)));
    return Combinators.combine(
            events,
            Arbitraries.integers().between(0, TOPICS.size() - 1),
            Arbitraries.longs().between(1, 6),
            Arbitraries.longs().between(1, 6),
            Arbitraries.integers().between(0, ModelSource.schemas() - 1))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  /**
   * A target that nothing was written to.
   *
   * @param emptyFolder for a database that is a file
   */
  protected abstract TargetUnderTest fresh(Path emptyFolder);

  /** The default of a column that no record brings, in SQL. */
  protected String ownDefault() {
    return "7";
  }

  @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
  void tables_end_as_their_models_in_every_mode(
      @ForAll ModelTable.Mode mode,
      @ForAll("histories") List<Step> history,
      @ForAll boolean smallBatches,
      @ForAll boolean shared)
      throws Exception {
    compare(mode, history, smallBatches, shared);
  }

  @Tag("long")
  @Property(tries = 75, shrinking = ShrinkingMode.BOUNDED)
  void tables_of_many_histories_end_as_their_models_in_every_mode(
      @ForAll ModelTable.Mode mode,
      @ForAll("histories") List<Step> history,
      @ForAll boolean smallBatches,
      @ForAll boolean shared)
      throws Exception {
    compare(mode, history, smallBatches, shared);
  }

  private void compare(
      ModelTable.Mode mode, List<Step> history, boolean smallBatches, boolean shared)
      throws Exception {
    try (EmptyFolder folder = EmptyFolder.create();
        TargetUnderTest target = fresh(folder.path())) {
      Map<String, String> config = new HashMap<>(target.config());
      config.putAll(mode.settings());
      String own = shared ? ownDefault() : null;
      config.put("batch.size", smallBatches ? "2" : "1000");
      OptionalInt port = target.port();
      if (port.isPresent()) {
        try (TcpProxy proxy = TcpProxy.to(port.getAsInt())) {
          config.computeIfPresent(
              "url", (key, url) -> url.replace(":" + port.getAsInt(), ":" + proxy.port()));
          new Run(target, mode, config, proxy, own).endsAsTheModel(history);
        }
      } else {
        new Run(target, mode, config, null, own).endsAsTheModel(history);
      }
    }
  }

  /** One history in one mode. */
  private static final class Run {
    private final TargetUnderTest target;
    private final ModelTable.Mode mode;
    private final Map<String, String> config;
    private final @Nullable TcpProxy proxy;

    /** The default of a column that no record brings; null if there is none such. */
    private final @Nullable String own;

    Run(
        TargetUnderTest target,
        ModelTable.Mode mode,
        Map<String, String> config,
        @Nullable TcpProxy proxy,
        @Nullable String own) {
      this.own = own;
      this.target = target;
      this.mode = mode;
      this.config = config;
      this.proxy = proxy;
    }

    void endsAsTheModel(List<Step> history) throws Exception {
      List<ModelTable> models = new ArrayList<>();
      try (SinkRun sink = RunBy.chosen().sink(config, true).start()) {
        List<ModelSource> sources = new ArrayList<>();
        for (String topic : TOPICS) {
          ModelTable model = new ModelTable(mode, topic);
          ModelSource source = new ModelSource(sink, topic, model);
          // The table has all columns from the beginning, so that it can be compared in one way.
          source.put("r", 0, 1);
          models.add(model);
          sources.add(source);
        }
        if (own != null) {
          surviving(sink, () -> sink.deliver().commit());
          String column = " add column mine int" + (own.equals("null") ? "" : " default " + own);
          target.execute("alter table orders" + column, "alter table items" + column);
          crash(sink);
        }
        for (Step step : history) {
          happen(step, sources.get(step.table()), sink);
        }
        if (proxy != null) {
          proxy.heal();
        }
        surviving(sink, () -> sink.deliver().commit());
        assertThat(sink.reported()).isEmpty();
      }
      for (int i = 0; i < TOPICS.size(); i++) {
        String table = TOPICS.get(i).substring(TOPICS.get(i).lastIndexOf('.') + 1);
        List<String> rows = target.rows("select " + mode.columns() + " from " + table);
        assertThat(rows.stream().sorted().toList())
            .as("%s in mode %s", table, mode)
            .isEqualTo(models.get(i).rows());
        if (own != null) {
          assertThat(target.rows("select mine from " + table))
              .as("what the rows of %s in mode %s have that is not the records'", table, mode)
              .hasSize(rows.size())
              .allMatch(own::equals);
        }
      }
    }

    private void happen(Step step, ModelSource source, SinkRun sink) {
      switch (step.event()) {
        case READ -> source.put("r", step.key(), step.schema());
        case CREATE -> source.put("c", step.key(), step.schema());
        case UPDATE -> source.put("u", step.key(), step.schema());
        case CHANGE -> source.change(step.key(), step.schema());
        case DELETE -> source.delete(step.key());
        case MOVE -> source.move(step.key(), step.other(), step.schema(), true);
        case MOVE_WITHOUT_LARGE -> source.move(step.key(), step.other(), step.schema(), false);
        case MOVE_OVER_COMMIT ->
            source.move(
                step.key(),
                step.other(),
                step.schema(),
                false,
                () -> surviving(sink, () -> sink.deliver().commit()));
        case MOVE_OVER_CRASH ->
            source.move(
                step.key(),
                step.other(),
                step.schema(),
                false,
                () -> {
                  surviving(sink, () -> sink.deliver().commitUnheard());
                  crash(sink);
                });
        case TRUNCATE -> source.truncate();
        case DELIVER -> surviving(sink, () -> sink.deliver((int) step.other()));
        case COMMIT -> surviving(sink, () -> sink.deliver().commit());
        case COMMIT_UNHEARD_AND_CRASH -> {
          surviving(sink, () -> sink.deliver().commitUnheard());
          crash(sink);
        }
        case CRASH_WITH_ROWS_STAGED -> {
          surviving(sink, sink::deliver);
          crash(sink);
        }
        case CRASH -> crash(sink);
        case CUT -> {
          if (proxy != null) {
            proxy.cutAfterBytesToServer(step.other() * step.key() * 150);
          }
        }
      }
    }

    private static void crash(SinkRun sink) {
      sink.crash();
      started(sink);
    }

    /** The connection may be cut while it is made. */
    private static void started(SinkRun sink) {
      for (int attempt = 1; ; attempt++) {
        try {
          sink.start();
          return;
        } catch (ConnectException e) {
          if (attempt == MOST_RESTARTS) {
            throw e;
          }
          sink.crash();
        }
      }
    }

    /** As an engine does it: what fails is tried again, behind a restart of the task. */
    private static void surviving(SinkRun sink, Runnable call) {
      for (int attempt = 1; ; attempt++) {
        try {
          call.run();
          return;
        } catch (ConnectException e) {
          if (attempt == MOST_RESTARTS) {
            throw e;
          }
          crash(sink);
        }
      }
    }
  }
}
