package io.sluice.kafka.worker;

import io.sluice.plugin.guard.GuardedClassLoader;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.apache.kafka.connect.runtime.isolation.PluginDiscoveryMode;
import org.apache.kafka.connect.runtime.isolation.PluginScanResult;
import org.apache.kafka.connect.runtime.isolation.PluginSource;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.maven.artifact.versioning.VersionRange;
import org.jspecify.annotations.Nullable;

/**
 * Connect's plugins, whose classes cannot end the process, and whose tasks, transforms and
 * converters are watched. Invariants 7 and 8.
 */
final class WorkerPlugins extends Plugins {
  private final TaskCalls calls;
  private final TaskGate gate;
  private final TaskWaits waits;
  private final Namesakes<WatchedConverter> converters = new Namesakes<>(WatchedConverter.class);

  @SuppressWarnings("rawtypes") // A class knows nothing of its parameter.
  private final Namesakes<WatchedTransform> transforms = new Namesakes<>(WatchedTransform.class);

  WorkerPlugins(Map<String, String> settings, TaskCalls calls, TaskWaits waits, TaskGate gate) {
    super(settings);
    this.gate = gate;
    this.calls = calls;
    this.waits = waits;
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
      return new WatchedSource(source, calls, gate);
    }
    return task instanceof SinkTask sink ? new WatchedSink(sink, calls, gate) : task;
  }

  /** For a task: Connect's own topics have converters of another way. */
  @Override
  public @Nullable Converter newConverter(
      AbstractConfig config, String classProperty, String versionProperty) {
    Converter made = super.newConverter(config, classProperty, versionProperty);
    return made == null
        ? null
        : converters.of(made, made, classProperty.equals("key.converter"), waits);
  }

  /** What Connect makes transforms by, and asks for their settings. */
  @Override
  public Object newPlugin(String name, VersionRange range, ClassLoader loader)
      throws ClassNotFoundException {
    Object made = super.newPlugin(name, range, loader);
    return made instanceof Transformation ? transforms.of(made, made, waits) : made;
  }
}
