package io.sluice.server.records;

import io.sluice.engine.tap.TapStage;
import java.util.Optional;

/** How stages are called in addresses and documents. */
public final class StageNames {
  private StageNames() {}

  /** {@code source}, {@code transform:mask}, {@code schema}, {@code sink:warehouse}. */
  public static String of(TapStage stage) {
    return switch (stage.kind()) {
      case SOURCE -> "source";
      case SCHEMA -> "schema";
      case TRANSFORM -> "transform:" + stage.name();
      case SINK -> "sink:" + stage.name();
    };
  }

  /** The stage of a stream that is called so. */
  public static Optional<TapStage> find(Stream stream, String name) {
    return stream.stages().stream().filter(stage -> of(stage).equals(name)).findFirst();
  }
}
