package io.sluice.server.console.page;

import io.sluice.plugin.PluginDescription;
import io.sluice.project.draft.Remedy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The field of a setting.
 *
 * @param name of the field: {@code source.KEY} or {@code sink.KEY}
 * @param value as it was filled in; of secrets a reference, or nothing
 * @param kept what stands for a secret that was typed before; empty if none was
 * @param errors what the connector says of it, with the statements that mend it
 * @param hints values that would do
 * @param picks what there is to choose from, several at a time; empty if nobody knows
 */
public record FormField(
    String name,
    PluginDescription.Option option,
    String value,
    String kept,
    List<Remedy> errors,
    List<String> hints,
    List<Pick> picks) {
  public FormField {
    errors = List.copyOf(errors);
    hints = List.copyOf(hints);
    picks = List.copyOf(picks);
  }

  /** How a value is entered. */
  public enum Kind {
    TEXT,
    NUMBER,
    PASSWORD,
    CHOICE
  }

  /**
   * A box to be ticked.
   *
   * @param value that it adds to the field's
   * @param notes what is known of it
   */
  public record Pick(String value, String label, List<String> notes, boolean chosen) {
    public Pick {
      notes = List.copyOf(notes);
    }
  }

  /** How it is entered. */
  public Kind kind() {
    return switch (option.type()) {
      case "password" -> Kind.PASSWORD;
      case "int", "long", "short", "double" -> Kind.NUMBER;
      case "boolean" -> Kind.CHOICE;
      default -> option.choices().isEmpty() ? Kind.TEXT : Kind.CHOICE;
    };
  }

  /** The words of a choice. */
  public List<String> choices() {
    return option.type().equals("boolean") ? List.of("true", "false") : option.choices();
  }

  /** A value that is none of the choices, but was filled in; it is judged by the connector. */
  public Optional<String> otherChoice() {
    return value.isEmpty() || choices().contains(value) ? Optional.empty() : Optional.of(value);
  }

  /** What people call it: what its connector does, or the setting's name in plain words. */
  public String label() {
    return option.label().orElseGet(() -> words(option.name()));
  }

  private static String words(String name) {
    String words = name.replaceAll("[._-]+", " ").strip();
    return words.isEmpty()
        ? name
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** What stands in the field while it is empty. */
  public String placeholder() {
    if (!kept.isEmpty()) {
      return "typed before, not shown";
    }
    return option.defaultValue().filter(value -> !value.isEmpty()).orElse("");
  }

  /** Whether it is shown without anybody asking for it. */
  public boolean isUpFront() {
    return option.required()
        || option.importance().equals("high")
        || !value.isEmpty()
        || !kept.isEmpty()
        || !errors.isEmpty()
        || !picks.isEmpty();
  }
}
