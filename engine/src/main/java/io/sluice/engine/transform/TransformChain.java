package io.sluice.engine.transform;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.trace.BatchTrace.TransformTime;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.LoaderScope;
import io.sluice.plugin.Plugins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transforms of a pipeline in their order, each perhaps under a condition. One chain for each
 * source task, used by its thread only, since transforms need not be thread-safe.
 */
public final class TransformChain implements Transforms, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransformChain.class);

  private record Step(
      String name,
      Isolated<Transformation<SourceRecord>> transform,
      @Nullable Isolated<Predicate<SourceRecord>> predicate,
      boolean negate) {

    private @Nullable SourceRecord apply(SourceRecord record, int place, @Nullable Trail trail) {
      try {
        Isolated<Predicate<SourceRecord>> condition = predicate;
        if (condition != null && condition.instance().test(record) == negate) {
          if (trail != null) {
            trail.passedBy(place);
          }
          return record;
        }
        SourceRecord transformed = transform.instance().apply(record);
        if (trail != null) {
          trail.through(place, transformed);
        }
        return transformed;
      } catch (RuntimeException refused) {
        throw new TransformFailure(name, refused);
      } catch (StackOverflowError | LinkageError | AssertionError refused) {
        // These break one call and leave the thread sound; what breaks the machine goes up.
        throw new TransformFailure(name, refused);
      }
    }
  }

  private final Step[] steps;
  private final long[] nanos;
  private @Nullable Ticker measuring;

  private TransformChain(List<Step> steps) {
    this.steps = steps.toArray(new Step[0]);
    this.nanos = new long[steps.size()];
  }

  /**
   * Makes and configures the transforms. What was made is closed again if a later one fails.
   *
   * @throws RuntimeException of the transform that refuses its configuration
   */
  public static TransformChain open(List<TransformSpec> specs, Plugins plugins, Secrets secrets) {
    List<Step> steps = new ArrayList<>();
    TransformChain opened = new TransformChain(List.of());
    try {
      for (TransformSpec spec : specs) {
        Isolated<Transformation<SourceRecord>> transform =
            ofSourceRecords(plugins.newTransformation(spec.type()));
        try (LoaderScope scope = transform.enter()) {
          transform.instance().configure(secrets.resolve(spec.config()));
        }
        Step step = new Step(spec.name(), transform, null, spec.negate());
        steps.add(step);
        opened = new TransformChain(steps);
        if (spec.predicate().isPresent()) {
          steps.set(
              steps.size() - 1,
              new Step(
                  spec.name(),
                  transform,
                  openPredicate(spec.predicate().get(), plugins, secrets),
                  spec.negate()));
          opened = new TransformChain(steps);
        }
      }
      return opened;
    } catch (RuntimeException | Error refused) {
      opened.close();
      throw refused;
    }
  }

  private static Isolated<Predicate<SourceRecord>> openPredicate(
      PredicateSpec spec, Plugins plugins, Secrets secrets) {
    Isolated<Predicate<SourceRecord>> predicate =
        predicateOfSourceRecords(plugins.newPredicate(spec.type()));
    try (LoaderScope scope = predicate.enter()) {
      predicate.instance().configure(secrets.resolve(spec.config()));
    }
    return predicate;
  }

  @Override
  public boolean isEmpty() {
    return steps.length == 0;
  }

  @Override
  public @Nullable SourceRecord apply(SourceRecord record, @Nullable Trail trail) {
    if (trail != null) {
      trail.enters();
    }
    Ticker ticker = measuring;
    return ticker == null ? through(record, trail) : throughMeasured(record, ticker, trail);
  }

  private @Nullable SourceRecord through(SourceRecord record, @Nullable Trail trail) {
    SourceRecord current = record;
    for (int i = 0; i < steps.length; i++) {
      current = steps[i].apply(current, i, trail);
      if (current == null) {
        return null;
      }
    }
    return current;
  }

  private @Nullable SourceRecord throughMeasured(
      SourceRecord record, Ticker ticker, @Nullable Trail trail) {
    SourceRecord current = record;
    long since = ticker.nanos();
    for (int i = 0; i < steps.length && current != null; i++) {
      try {
        current = steps[i].apply(current, i, trail);
      } finally {
        long now = ticker.nanos();
        nanos[i] += now - since;
        since = now;
      }
    }
    return current;
  }

  @Override
  public void measure(Ticker ticker) {
    Arrays.fill(nanos, 0);
    measuring = ticker;
  }

  @Override
  public List<TransformTime> measured() {
    measuring = null;
    List<TransformTime> times = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      times.add(new TransformTime(steps[i].name, nanos[i]));
    }
    return times;
  }

  @Override
  public void close() {
    for (Step step : steps) {
      close(step.name, step.transform.instance()::close, step.transform.loader());
      Isolated<Predicate<SourceRecord>> predicate = step.predicate;
      if (predicate != null) {
        close(step.name, predicate.instance()::close, predicate.loader());
      }
    }
  }

  private static void close(String name, Runnable close, ClassLoader loader) {
    try (LoaderScope scope = LoaderScope.enter(loader)) {
      close.run();
    } catch (RuntimeException | Error failed) {
      log.warn("Transform {} failed while closing", name, failed);
    }
  }

  /** Connect leaves the type of records open until here: in a source's chain it is SourceRecord. */
  @SuppressWarnings("unchecked")
  private static Isolated<Transformation<SourceRecord>> ofSourceRecords(
      Isolated<Transformation<?>> plugin) {
    return plugin.with((Transformation<SourceRecord>) plugin.instance());
  }

  @SuppressWarnings("unchecked")
  private static Isolated<Predicate<SourceRecord>> predicateOfSourceRecords(
      Isolated<Predicate<?>> plugin) {
    return plugin.with((Predicate<SourceRecord>) plugin.instance());
  }
}
