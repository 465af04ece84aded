package io.sluice.project;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.PluginException;
import io.sluice.state.checkpoint.CanonicalJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * Asks a source whether it can go on at offsets that somebody says, as Connect asks it before it
 * writes them (KIP-875). A source that keeps offsets elsewhere may move those at that, so that it
 * is asked only when they are to be moved.
 */
public final class SourceOffsets {
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private SourceOffsets() {}

  /**
   * Asks. A source that cannot be asked at all, since its plugin or a secret is missing, has
   * nothing against it: whoever starts it is told.
   *
   * @param offsets source partition to offset, canonical JSON; null for one that is to be forgotten
   * @throws ProjectException with the source's own words if it refuses them, or if it does not
   *     answer
   */
  public static void check(
      Project project, Pipeline pipeline, Map<String, @Nullable String> offsets) {
    ConnectorSpec spec = pipeline.source();
    Isolated<SourceConnector> connector;
    Map<String, String> config;
    try {
      connector =
          project
              .plugins(ProjectPlugins.names(PipelineParts.of(pipeline)))
              .newSourceConnector(spec.connector());
      config = new HashMap<>(project.secrets().resolve(spec.config()));
    } catch (PluginException | UnresolvedSecretException missing) {
      return;
    }
    config.put("name", pipeline.name());
    config.put("connector.class", connector.id().className());
    try (PluginThread thread =
        new PluginThread("offsets of " + pipeline.name(), connector.loader())) {
      thread.call(
          "alterOffsets",
          WITHIN,
          () -> connector.instance().alterOffsets(config, asConnectSaysIt(offsets)));
    } catch (FaultException refused) {
      throw told(project, refused);
    } catch (InterruptedException called) {
      Thread.currentThread().interrupt();
      throw new ProjectException(
          ProjectException.Kind.FAILED, "the question to the source was interrupted", null, called);
    }
  }

  @SuppressWarnings("NullAway") // Connect has null for a partition that is to be forgotten
  private static Map<Map<String, ?>, Map<String, ?>> asConnectSaysIt(
      Map<String, @Nullable String> offsets) {
    Map<Map<String, ?>, Map<String, ?>> all = new HashMap<>();
    offsets.forEach(
        (partition, offset) ->
            all.put(
                Objects.requireNonNull(CanonicalJson.read(partition)),
                offset == null ? null : CanonicalJson.read(offset)));
    return all;
  }

  private static ProjectException told(Project project, FaultException refused) {
    Throwable cause = refused.getCause() == null ? refused : refused.getCause();
    if (refused.fault() == Fault.CALL_HANGS) {
      return new ProjectException(
          ProjectException.Kind.FAILED,
          "the source did not say within "
              + WITHIN.toSeconds()
              + " s whether it can go on there; nothing was changed",
          null,
          cause);
    }
    String words =
        cause instanceof UnsupportedOperationException
            ? "its offsets cannot be moved"
            : String.valueOf(cause.getMessage());
    return new ProjectException(
        ProjectException.Kind.USAGE,
        project.secrets().redact("the source refuses the offset: " + words),
        "Take an offset that it has stored, and change its values. Nothing was changed.",
        cause);
  }
}
