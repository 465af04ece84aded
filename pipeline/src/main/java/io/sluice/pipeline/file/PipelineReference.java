package io.sluice.pipeline.file;

import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.ListType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.setting.SettingType;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The settings of the pipeline file as Markdown tables; the generated part of {@code
 * docs/reference/pipeline-file.md}.
 */
public final class PipelineReference {
  private record Chapter(String heading, Section<?> section) {}

  private PipelineReference() {}

  /** One table for the file and one for each section in it. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    Deque<Chapter> chapters = new ArrayDeque<>();
    chapters.add(new Chapter("The file", PipelineSettings.of(Path.of("pipeline.yaml"), "0")));
    while (!chapters.isEmpty()) {
      Chapter chapter = chapters.remove();
      text.append("### ").append(chapter.heading()).append("\n\n");
      text.append("| key | what it may be | default | |\n|---|---|---|---|\n");
      for (Setting<?> setting : chapter.section().settings()) {
        text.append(row(setting));
        section(setting.type())
            .ifPresent(found -> chapters.add(new Chapter("`" + setting.key() + "`", found)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static <T> String row(Setting<T> setting) {
    T fallback = setting.fallback();
    String standard;
    if (setting.required()) {
      standard = "**required**";
    } else if (fallback == null || setting.type() instanceof Compound) {
      standard = "";
    } else {
      standard = "`" + setting.type().show(fallback) + "`";
    }
    String what =
        section(setting.type())
            .map(found -> "see [below](#" + setting.key() + ")")
            .orElse(setting.type().expectation());
    return "| `%s` | %s | %s | %s |\n".formatted(setting.key(), what, standard, setting.about());
  }

  /** The section that a type is, or is a list of. */
  private static Optional<Section<?>> section(SettingType<?> type) {
    if (type instanceof Section<?> section) {
      return Optional.of(section);
    }
    return type instanceof ListType<?> list ? section(list.item()) : Optional.empty();
  }
}
