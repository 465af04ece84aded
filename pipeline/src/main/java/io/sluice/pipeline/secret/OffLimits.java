package io.sluice.pipeline.secret;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the settings of pipelines may not lead to, whoever wrote them: a pipeline runs with the
 * rights of the process, and who may write one is not meant to have all of these. Asked each time
 * that settings are resolved, so that what was judged, is tried and is started are held to the
 * same. Safe for use by several threads.
 */
public interface OffLimits {
  /** Where there is nothing to protect. */
  OffLimits NOTHING =
      new OffLimits() {
        @Override
        public Optional<String> reference(Place place, String path, String key) {
          return Optional.empty();
        }

        @Override
        public List<Problem> settings(UnresolvedConfig config, Map<String, String> resolved) {
          return List.of();
        }
      };

  /**
   * What a reference would read that it must not, for a message; empty if it may be read.
   *
   * @param place of the setting with the reference
   * @param path as it is written; empty where the reference has none
   * @param key as it is written
   */
  Optional<String> reference(Place place, String path, String key);

  /**
   * The settings that lead where none may, each with its place. No value is quoted: it may be a
   * secret.
   *
   * @param resolved the same settings with secrets in place; those that could not be resolved are
   *     missing
   */
  List<Problem> settings(UnresolvedConfig config, Map<String, String> resolved);
}
