package io.sluice.serdes.client;

/**
 * The contexts in which subjects are: {@code :.context:subject}, after Confluent's documentation
 * ("Schema Registry Contexts").
 */
public final class Contexts {
  /** That of subjects which name none. */
  public static final String DEFAULT = ".";

  private Contexts() {}

  /** The context of a subject, with the dot that it begins with. */
  public static String of(String subject) {
    if (!subject.startsWith(":.")) {
      return DEFAULT;
    }
    int end = subject.indexOf(':', 1);
    return end < 0 ? subject.substring(1) : subject.substring(1, end);
  }

  /** A context as the subject that stands for all of it; empty for the default one. */
  public static String asSubject(String context) {
    return context.equals(DEFAULT) ? "" : ":" + context + ":";
  }

  /**
   * A subject as another one's schema means it: in that one's context, unless it names its own.
   *
   * @param referringSubject may be a context alone, or empty for the default one
   */
  public static String qualified(String subject, String referringSubject) {
    String context = of(referringSubject);
    return context.equals(DEFAULT) || subject.startsWith(":.")
        ? subject
        : ":" + context + ":" + subject;
  }
}
