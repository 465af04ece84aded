package io.sluice.project.draft;

import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.run.PluginFigures;
import io.sluice.engine.source.BoundedReading;
import io.sluice.engine.source.CommittedOffsets;
import io.sluice.engine.source.DirectSourceConnectorContext;
import io.sluice.engine.source.DirectSourceTaskContext;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.LoaderScope;
import io.sluice.project.ProjectPipeline;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Starts the source of a pipeline for its first rows and takes them through the transforms. Nothing
 * is written anywhere, and no position is kept. A source that declares {@value #SETTING} is told by
 * it to give so many rows of each table, to make nothing at its server, and to say when it is
 * through; any other one is started as for a run.
 */
public final class FirstRows {
  /** By which a source that can be looked at is told to. */
  static final String SETTING = "sluice.preview.rows";

  private final ProjectPipeline project;
  private final Pipeline pipeline;
  private final Preview.Bounds bounds;
  private final PreviewRows rows;
  private final Set<String> refused = new LinkedHashSet<>();
  private final AtomicLong dropped = new AtomicLong();
  private volatile @Nullable Exception raised;

  private FirstRows(ProjectPipeline project, Preview.Bounds bounds) {
    this.project = project;
    this.pipeline = project.pipeline();
    this.bounds = bounds;
    this.rows = new PreviewRows(bounds, project.secrets()::redact);
  }

  /**
   * The first rows; what came until something failed, or time was up.
   *
   * @throws io.sluice.project.InvalidPipelineException if the file is not valid
   * @throws RuntimeException if its source or a transform cannot be made
   */
  public static Preview of(ProjectPipeline project, Preview.Bounds bounds)
      throws InterruptedException {
    return new FirstRows(project, bounds).look();
  }

  private Preview look() throws InterruptedException {
    ConnectorSpec spec = pipeline.source();
    Isolated<SourceConnector> connector = project.plugins().newSourceConnector(spec.connector());
    String failure = null;
    boolean asked;
    try (PluginThread thread =
        new PluginThread("first rows of " + pipeline.name(), connector.loader())) {
      asked =
          thread.call(
              "config",
              bounds.within(),
              () -> connector.instance().config().names().contains(SETTING));
      Map<String, String> config = new HashMap<>(project.resolved(spec));
      config.put("name", pipeline.name());
      config.put("connector.class", connector.id().className());
      config.put("tasks.max", "1");
      if (asked) {
        config.put(SETTING, Integer.toString(bounds.rows()));
      }
      try {
        thread.call("reading", bounds.within(), () -> read(connector, config));
      } catch (FaultException e) {
        failure = project.secrets().redact(String.valueOf(e.getMessage()));
      }
    }
    synchronized (refused) {
      return new Preview(
          rows.tables(), asked, dropped.get(), List.copyOf(refused), Optional.ofNullable(failure));
    }
  }

  /** All on one thread of the source's own: from its start to its end. */
  private boolean read(Isolated<SourceConnector> connector, Map<String, String> config)
      throws Exception {
    CommittedOffsets none = new CommittedOffsets(Map.of());
    connector
        .instance()
        .initialize(
            new DirectSourceConnectorContext(
                none, PluginFigures::ofItsOwn, () -> {}, e -> raised = e));
    connector.instance().start(config);
    try {
      List<Map<String, String>> plans = connector.instance().taskConfigs(1);
      if (plans != null && !plans.isEmpty()) {
        readTask(project.plugins().newTask(connector), plans.get(0), none);
      }
    } finally {
      connector.instance().stop();
    }
    Exception late = raised;
    if (late != null) {
      throw late;
    }
    return true;
  }

  private void readTask(Isolated<Task> plugin, Map<String, String> plan, CommittedOffsets none)
      throws InterruptedException {
    SourceTask task = (SourceTask) plugin.instance();
    try (LoaderScope scope = plugin.enter();
        TransformChain chain =
            TransformChain.open(pipeline.transforms(), project.plugins(), project.secrets())) {
      task.initialize(new DirectSourceTaskContext(plan, none, PluginFigures::ofItsOwn));
      task.start(plan);
      try {
        // Earlier than the deadline, so that the task is stopped in order.
        long end = System.nanoTime() + bounds.within().toNanos() * 3 / 4;
        boolean through = false;
        while (!through && !rows.isFull() && raised == null && System.nanoTime() < end) {
          List<SourceRecord> batch = task.poll();
          through = batch != null && take(batch, chain);
        }
      } finally {
        task.stop();
      }
    }
  }

  /** Whether the source has said that this was all. */
  private boolean take(List<SourceRecord> batch, TransformChain chain) {
    for (SourceRecord record : batch) {
      if (record.headers().lastWithName(BoundedReading.END_OF_STREAM) != null) {
        return true;
      }
      try {
        SourceRecord transformed = chain.apply(record, null);
        if (transformed == null) {
          dropped.incrementAndGet();
        } else {
          rows.add(transformed);
        }
      } catch (TransformFailure e) {
        synchronized (refused) {
          refused.add(
              project
                  .secrets()
                  .redact(e.component() + ": " + e.reason().getClass().getSimpleName()));
        }
      }
    }
    return false;
  }
}
