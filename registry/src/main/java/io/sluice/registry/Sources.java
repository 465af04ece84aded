package io.sluice.registry;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the texts of all that a schema needs, in one view: each is read once, and no more of them
 * than one schema may need, whoever asks (Invariant 6).
 */
final class Sources {
  /** More than any schema needs; what an attacker could make of few registrations is endless. */
  private static final int MOST_SCHEMAS = 1000;

  private static final int MOST_CHARACTERS = 16 << 20;

  private final View view;

  Sources(View view) {
    this.view = view;
  }

  /**
   * References whose versions are numbers: the newest one's where that was asked for. No text is
   * read for it.
   *
   * @throws RegistryException INVALID_SCHEMA if there are too many, two have one name, or one leads
   *     nowhere
   */
  List<SchemaReference> numbered(String context, List<SchemaReference> references)
      throws SQLException {
    if (references.size() > MOST_SCHEMAS) {
      throw tooMuch();
    }
    List<SchemaReference> numbered = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (SchemaReference reference : references) {
      if (!names.add(reference.name())) {
        throw invalid("Two references have the name '" + reference.name() + "'; give each its own");
      }
      numbered.add(
          reference.version() == Registry.LATEST
              ? new SchemaReference(
                  reference.name(), reference.subject(), newest(context, reference))
              : reference);
    }
    return numbered;
  }

  private int newest(String context, SchemaReference reference) throws SQLException {
    SubjectName subject = subject(context, reference);
    return view.versions()
        .newestNumber(subject, Deleted.HIDDEN)
        .orElseThrow(() -> missing(reference, subject));
  }

  /**
   * The content with the texts that it needs.
   *
   * @param context in which its references are meant
   * @param content whose references have numbers
   * @throws RegistryException INVALID_SCHEMA if one of them is not there, is of another type, or
   *     needs what needs it
   */
  SchemaSource of(String context, SchemaContent content) throws SQLException {
    Collected collected = new Collected(content.type());
    collect(context, content.references(), collected, new HashSet<>());
    return new SchemaSource(content.type(), content.text(), content.references(), collected.texts);
  }

  /** What was found so far. */
  private static final class Collected {
    private final SchemaType type;
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Without notes; read once each, however many refer to it. */
    private final Map<SubjectVersion, SchemaContent> read = new HashMap<>();

    private long charactersRead;

    /** Of the texts by their names, each of which is parsed. */
    private long characters;

    private Collected(SchemaType type) {
      this.type = type;
    }
  }

  private void collect(
      String context,
      List<SchemaReference> references,
      Collected collected,
      Set<SubjectVersion> path)
      throws SQLException {
    for (SchemaReference reference : references) {
      SubjectVersion place = new SubjectVersion(subject(context, reference), reference.version());
      SchemaContent known = collected.read.get(place);
      SchemaContent content = known == null ? read(place, reference, collected) : known;
      if (content.type() != collected.type) {
        throw invalid(
            "The reference '"
                + reference.name()
                + "' names a schema of type "
                + content.type()
                + "; expected one of type "
                + collected.type);
      }
      if (!path.add(place)) {
        throw invalid(
            "The reference '" + reference.name() + "' needs, in the end, the schema that has it");
      }
      if (known == null) {
        collect(place.subject().context(), content.references(), collected, path);
      }
      path.remove(place);
      add(reference, content.text(), collected);
    }
  }

  private SchemaContent read(SubjectVersion place, SchemaReference reference, Collected collected)
      throws SQLException {
    if (collected.read.size() >= MOST_SCHEMAS) {
      throw tooMuch();
    }
    // Who is there already keeps what it needs, also while that is soft-deleted.
    SchemaContent stored =
        view.versions()
            .find(place.subject(), place.version(), Deleted.INCLUDED)
            .orElseThrow(() -> missing(reference, place.subject()))
            .schema()
            .content();
    collected.charactersRead += stored.text().length();
    for (SchemaReference needed : stored.references()) {
      collected.charactersRead += needed.name().length();
    }
    if (collected.charactersRead > MOST_CHARACTERS) {
      throw tooMuch();
    }
    SchemaContent content =
        new SchemaContent(stored.type(), stored.text(), stored.references(), null, null);
    collected.read.put(place, content);
    return content;
  }

  private static void add(SchemaReference reference, String text, Collected collected) {
    String other = collected.texts.putIfAbsent(reference.name(), text);
    if (other == null) {
      collected.characters += text.length();
    } else if (!other.equals(text)) {
      throw invalid(
          "Two different schemas are referred to by the name '"
              + reference.name()
              + "'; make both references name the same version");
    }
    if (collected.texts.size() > MOST_SCHEMAS || collected.characters > MOST_CHARACTERS) {
      throw tooMuch();
    }
  }

  private static SubjectName subject(String context, SchemaReference reference) {
    return new SubjectName(context, "").sibling(reference.subject());
  }

  private static RegistryException missing(SchemaReference reference, SubjectName subject) {
    return invalid(
        "The reference '"
            + reference.name()
            + "' names version "
            + (reference.version() == Registry.LATEST ? "latest" : reference.version())
            + " of subject '"
            + subject
            + "', which is not there; register it first");
  }

  private static RegistryException tooMuch() {
    return invalid(
        "It needs more than "
            + MOST_SCHEMAS
            + " schemas or "
            + MOST_CHARACTERS
            + " characters of them");
  }

  private static RegistryException invalid(String why) {
    return new RegistryException(RegistryError.INVALID_SCHEMA, why + ".");
  }
}
