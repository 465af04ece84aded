package io.sluice.server.api.document;

import io.sluice.server.view.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pipeline is. */
@Meaning("How a pipeline is, derived from what it did")
public record HealthDocument(
    String pipeline,
    Verdict.Health health,
    @Meaning("What speaks against it, the worst first") List<Reason> reasons) {

  /** One thing that speaks against it. */
  @Meaning("One thing that speaks against it")
  public record Reason(
      Verdict.Health health,
      @Meaning("Stable, for machines: stalled, freshness_exceeded") String code,
      String sentence,
      @Meaning("What to do") String remedy,
      @Meaning("Page of the documentation") String page,
      @Meaning("The failure that it is about") @Nullable ErrorDocument error) {}

  /**
   * What there is to say of it.
   *
   * @param look whether who asks may look at records
   */
  public static HealthDocument of(String pipeline, Verdict verdict, boolean look) {
    return new HealthDocument(
        pipeline,
        verdict.health(),
        verdict.reasons().stream().map(reason -> reason(pipeline, reason, look)).toList());
  }

  private static Reason reason(String pipeline, Verdict.Reason reason, boolean look) {
    return new Reason(
        reason.health(),
        reason.code(),
        reason.sentence(),
        reason.remedy(),
        reason.page(),
        reason.error().map(error -> ErrorDocument.of(pipeline, error, look)).orElse(null));
  }
}
