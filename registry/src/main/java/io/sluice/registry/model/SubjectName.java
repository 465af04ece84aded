package io.sluice.registry.model;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A subject in its context. Written as clients write it: {@code orders-value} in the default
 * context, {@code :.team:orders-value} in the context {@code .team}.
 *
 * @param context its name with the dot in front; {@link #DEFAULT_CONTEXT} for the default one
 * @param name without the context; empty where the context as a whole is meant
 */
public record SubjectName(String context, String name) {
  /** The context of subjects that name none. */
  public static final String DEFAULT_CONTEXT = ".";

  /** Settings of this context hold in all contexts that have none of their own. */
  public static final String GLOBAL_CONTEXT = ".__GLOBAL";

  /** Names of places in Confluent's registry; others that begin so are subjects like any. */
  private static final Set<String> RESERVED = Set.of("__GLOBAL", "__EMPTY");

  /**
   * Longest that is accepted, context included, in characters: what an index of PostgreSQL takes.
   */
  private static final int LONGEST = 500;

  public SubjectName {
    requireNonNull(context, "context is null");
    requireNonNull(name, "name is null");
  }

  /**
   * Reads a name, or that of a context ({@code :.team:}), or nothing (the default context).
   *
   * @throws RegistryException INVALID_SUBJECT if it can name nothing
   */
  public static SubjectName parse(String text) {
    if (text.length() > LONGEST) {
      throw invalid("The subject has " + text.length() + " characters; up to " + LONGEST + " do");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw invalid("The subject has a control character in it");
    }
    if (!StorableText.fits(text)) {
      throw invalid("The subject has half of a character in it (a surrogate without the other)");
    }
    if (!text.startsWith(":.")) {
      return new SubjectName(DEFAULT_CONTEXT, text);
    }
    int end = text.indexOf(':', 2);
    return end < 0
        ? new SubjectName(text.substring(1), "")
        : new SubjectName(text.substring(1, end), text.substring(end + 1));
  }

  /**
   * As {@link #parse}, of a subject, not of a context.
   *
   * @throws RegistryException INVALID_SUBJECT also if the name is empty, or it or its context is
   *     one that Confluent's registry keeps for places that are no subjects
   */
  public static SubjectName parseSubject(String text) {
    SubjectName subject = parse(text);
    if (subject.name.isEmpty()
        || RESERVED.contains(subject.name)
        || subject.context.equals(GLOBAL_CONTEXT)) {
      throw invalid("'" + text + "' is not the name of a subject");
    }
    return subject;
  }

  /** The context alone. */
  public SubjectName contextOnly() {
    return new SubjectName(context, "");
  }

  public boolean isContext() {
    return name.isEmpty();
  }

  /**
   * Another subject as this one's schemas, or its alias, refer to it: in the same context unless it
   * names one.
   *
   * @throws RegistryException INVALID_SUBJECT as {@link #parseSubject}
   */
  public SubjectName sibling(String reference) {
    SubjectName named = parseSubject(reference);
    return reference.startsWith(":.") ? named : new SubjectName(context, named.name);
  }

  /** As clients write it. */
  @Override
  public String toString() {
    return context.equals(DEFAULT_CONTEXT) ? name : ":" + context + ":" + name;
  }

  private static RegistryException invalid(String why) {
    return new RegistryException(RegistryError.INVALID_SUBJECT, why + ".");
  }
}
