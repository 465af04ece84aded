package io.sluice.project.guard;

import java.nio.file.Path;

/** To whom a pipeline file belongs, by its place. */
public final class Namespace {
  /** Of files in the project's folder itself. */
  public static final String DEFAULT = "default";

  private Namespace() {}

  /** The first folder below the project's; {@value #DEFAULT} for a file in the project's own. */
  public static String of(Path relative) {
    return relative.getNameCount() > 1 ? relative.getName(0).toString() : DEFAULT;
  }
}
