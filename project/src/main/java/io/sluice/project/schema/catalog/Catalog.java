package io.sluice.project.schema.catalog;

import io.sluice.project.ProjectException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schema registry. Answers are of the moment: nothing is remembered. May be used from any thread.
 *
 * <p>Every method throws {@link ProjectException} where the registry cannot be asked, and {@link
 * RefusedException} where it answers that it does not do it.
 */
public interface Catalog extends AutoCloseable {
  /** Which registry it is, in words for people. */
  String name();

  /**
   * All subjects, of all contexts, in their order by name.
   *
   * @param deleted whether also those of which every version is soft-deleted
   */
  List<String> subjects(boolean deleted);

  /**
   * The versions of a subject, rising; empty if there is none.
   *
   * @param deleted whether also those that are soft-deleted
   */
  List<Integer> versions(String subject, boolean deleted);

  /** A version; empty if there is none of that number, or only a soft-deleted one and not asked. */
  Optional<Entry> version(String subject, int version, boolean deleted);

  /** The newest version that is not deleted. */
  Optional<Entry> latest(String subject);

  /**
   * Whatever has this id.
   *
   * @param context in which, {@code .} for the default one
   */
  Optional<Entry> byId(String context, int id);

  /**
   * Whether an import may give a version its id, which {@link #byId} does not know: false where it
   * belonged to another schema that was deleted for good. Only the project's own registry tells; of
   * others it is found out in trying.
   *
   * @param version with its text in canonical form
   */
  boolean mayMean(Entry version);

  /**
   * What is set on a subject itself, by the API's names, {@code compatibilityLevel} among them;
   * empty if nothing is.
   */
  Map<String, Object> config(String subject);

  /** What holds where a subject says nothing. */
  Map<String, Object> globalConfig();

  /** What holds for a subject: what it says itself, else its context, else all. */
  Map<String, Object> heldConfig(String subject);

  /** Has a subject say this and no more; nothing is to say nothing. */
  void configure(String subject, Map<String, Object> config);

  /**
   * Sets this and leaves the rest.
   *
   * @param subject empty for what holds where a subject says nothing
   */
  void change(String subject, Map<String, Object> settings);

  /** The mode that is set on a subject itself. */
  Optional<String> mode(String subject);

  /** The mode where a subject has none. */
  String globalMode();

  /** The mode that holds for a subject: its own, else its context's, else that of all. */
  String heldMode(String subject);

  /**
   * Sets a mode.
   *
   * @param subject empty for that of subjects which have none of their own
   * @param force whether also IMPORT on what has versions
   */
  void setMode(String subject, String mode, boolean force);

  /** Takes back the mode that was set on a subject; it need not have one. */
  void deleteMode(String subject);

  /**
   * Registers a schema, or finds it where it is a version already.
   *
   * @param normalize whether to compare it in its normalised form
   * @return its id
   */
  int register(NewEntry schema, boolean normalize);

  /**
   * The version of its subject that a schema is.
   *
   * @return empty if it is none
   */
  Optional<Entry> lookUp(NewEntry schema, boolean normalize);

  /**
   * Deletes a version.
   *
   * @param permanent for good, which goes only with what is soft-deleted
   * @param reason why, for registries that keep it
   */
  void delete(String subject, int version, boolean permanent, Optional<String> reason);

  /** Who made a version and when, where the registry tells. */
  Optional<Origin> origin(String subject, int version);

  /** The level that a subject's next version is held to. */
  default String level(String subject) {
    return String.valueOf(heldConfig(subject).getOrDefault("compatibilityLevel", "BACKWARD"));
  }

  @Override
  void close();
}
