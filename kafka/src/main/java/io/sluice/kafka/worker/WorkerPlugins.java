package io.sluice.kafka.worker;

import io.sluice.plugin.guard.GuardedClassLoader;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.apache.kafka.connect.runtime.isolation.PluginDiscoveryMode;
import org.apache.kafka.connect.runtime.isolation.PluginScanResult;
import org.apache.kafka.connect.runtime.isolation.PluginSource;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Connect's plugins, whose classes cannot end the process and whose tasks are watched. Invariant 7.
 */
final class WorkerPlugins extends Plugins {
  private final TaskCalls calls;

  WorkerPlugins(Map<String, String> settings, TaskCalls calls) {
    super(settings);
    this.calls = calls;
  }

  /** Called by the constructor above: nothing of this object is there yet. */
  @Override
  public PluginScanResult initLoaders(Set<PluginSource> sources, PluginDiscoveryMode mode) {
    Set<PluginSource> guarded = new LinkedHashSet<>();
    for (PluginSource source : sources) {
      guarded.add(source.loader() instanceof PluginClassLoader ? guarded(source) : source);
    }
    return super.initLoaders(guarded, mode);
  }

  private static PluginSource guarded(PluginSource source) {
    GuardedClassLoader loader =
        GuardedClassLoader.of(source.location(), source.urls(), source.loader().getParent());
    return new PluginSource(source.location(), source.type(), loader, source.urls());
  }

  @Override
  public Task newTask(Class<? extends Task> type) {
    Task task = super.newTask(type);
    if (task instanceof SourceTask source) {
      return new WatchedSource(source, calls);
    }
    return task instanceof SinkTask sink ? new WatchedSink(sink, calls) : task;
  }
}
