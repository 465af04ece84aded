package io.sluice.server.console.make;

import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PluginDescription;
import io.sluice.project.draft.Draft;
import io.sluice.project.draft.DraftText;
import io.sluice.server.access.Identity;
import io.sluice.server.draft.Described;
import io.sluice.server.draft.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The draft that a filled form means.
 *
 * @param filled as it is shown again: secrets that were typed are kept elsewhere and not in it
 * @param lost secrets that were typed too long ago
 */
public record Drawing(Filled filled, Draft draft, DraftText.Notes notes, List<String> lost) {
  public Drawing {
    lost = List.copyOf(lost);
  }

  /** For whoever filled it in, whose secrets are kept. */
  public static Drawing of(
      Workbench workbench, Identity who, Filled filled, Described source, Described sink) {
    Map<String, String> values = new LinkedHashMap<>(filled.values());
    Map<String, String> kept = new LinkedHashMap<>();
    List<String> lost = new java.util.ArrayList<>();
    Draft.Side of = side(workbench, who, filled, "source", source, values, kept, lost);
    Draft.Side to = side(workbench, who, filled, "sink", sink, values, kept, lost);
    return new Drawing(
        filled.with(values, kept),
        new Draft(
            filled.name(),
            filled.description(),
            of,
            to,
            Arrays.stream(filled.masked().split(","))
                .map(String::strip)
                .filter(column -> !column.isEmpty())
                .toList()),
        new DraftText.Notes(said(source), said(sink)),
        lost);
  }

  private static Draft.Side side(
      Workbench workbench,
      Identity who,
      Filled filled,
      String side,
      Described plugin,
      Map<String, String> values,
      Map<String, String> kept,
      List<String> lost) {
    Map<String, String> config = new LinkedHashMap<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    for (PluginDescription.Option option : plugin.description().options()) {
      String name = side + "." + option.name();
      String value = values.getOrDefault(name, "");
      String id = filled.kept().getOrDefault(name, "");
      if (option.isSecret() && !value.isEmpty() && !Secrets.isReference(value)) {
        values.remove(name);
        kept.put(name, workbench.keep(who, value));
        secrets.put(option.name(), value);
      } else if (!value.isEmpty()) {
        config.put(option.name(), value);
      } else if (!id.isEmpty()) {
        workbench
            .kept(who, id)
            .ifPresentOrElse(
                secret -> {
                  kept.put(name, id);
                  secrets.put(option.name(), secret);
                },
                () -> lost.add(name));
      }
    }
    return new Draft.Side(plugin.plugin().name(), config, secrets);
  }

  private static Map<String, String> said(Described plugin) {
    Map<String, String> said = new LinkedHashMap<>();
    plugin
        .description()
        .options()
        .forEach(option -> said.putIfAbsent(option.name(), option.documentation()));
    return said;
  }

  /** The secrets as the file beside the pipeline's has them: by {@code source.KEY}. */
  public Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    draft.source().secrets().forEach((key, value) -> secrets.put("source." + key, value));
    draft.sink().secrets().forEach((key, value) -> secrets.put("sink." + key, value));
    return secrets;
  }

  /** The file as it is shown and written. */
  public String text() {
    return DraftText.of(draft, notes);
  }

  /** The file to be tried: with its secrets. */
  public String tried() {
    return DraftText.withSecrets(draft);
  }
}
