package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Sends records through the transforms of a pipeline file. */
final class TransformRun implements AutoCloseable {
  /** Sends nothing. */
  static final TransformRun NONE = new TransformRun(null, Path.of(""));

  private static final Duration SOON = Duration.ofSeconds(30);

  private final @Nullable Engine engine;
  private final Path folder;
  private final AtomicInteger runs = new AtomicInteger();

  TransformRun(@Nullable Engine engine, Path folder) {
    this.engine = engine;
    this.folder = folder;
  }

  /** A transformation as it stands in a pipeline file. */
  static List<Map<String, String>> with(String type, Map<String, String> settings) {
    Map<String, String> transform = new LinkedHashMap<>(settings);
    transform.put("type", type);
    return List.of(transform);
  }

  /** One behind the other. */
  static List<Map<String, String>> both(
      List<Map<String, String>> first, List<Map<String, String>> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** What arrives, as text. */
  List<String> through(List<Map<String, String>> transforms, SourceRecord... records) {
    PipelineFile file = new PipelineFile("transforms-" + runs.incrementAndGet());
    transforms.forEach(file::transform);
    return run(file, Map.of(), records);
  }

  /** What arrives, as text; the transforms stand in the source's settings. */
  List<String> through(Map<String, String> config, SourceRecord... records) {
    return run(new PipelineFile("transforms-" + runs.incrementAndGet()), config, records);
  }

  private List<String> run(PipelineFile file, Map<String, String> config, SourceRecord... records) {
    try (Exchange exchange = new Exchange(List.of(records))) {
      Map<String, String> source = new LinkedHashMap<>(config);
      source.putAll(exchange.config());
      file.source(GivenSource.class.getName(), source)
          .sink("kept", KeptSink.class.getName(), exchange.config());
      PipelineRun run = started(file.writeTo(folder));
      RunStatus end = run.awaitEnd(SOON);
      assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.COMPLETED);
      assertThat(end.counts().delivered() + end.counts().filtered())
          .as("%s", end.counts())
          .isEqualTo(records.length);
      return exchange.kept().stream().map(Shown::record).toList();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(asked);
    }
  }

  private PipelineRun started(Path file) {
    if (engine == null) {
      throw new IllegalStateException("There is no engine");
    }
    return engine.startOnce(file);
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
