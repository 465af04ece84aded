package io.sluice.server.api.document;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.run.RunError;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link RunError}, with the keys of {@code sluice status -o json}; a test holds both alike. */
@Meaning("A failure by its parts")
public record ErrorDocument(
    Instant at,
    @Meaning("Place and cause in one line") String message,
    @Meaning("Its kind, by which programs decide") Fault kind,
    String pipeline,
    @Meaning("At which stop of the way, as: sink warehouse, task 1") String stage,
    @Meaning("The call that failed, as put") @Nullable String doing,
    @Meaning("The topic of the record that it failed on") @Nullable String dataset,
    @Meaning("First digits of a SHA-256 over the record's key") @Nullable String keyHash,
    @Meaning(
            "Where the record lay in the source, in its own words; for who may look at records"
                + " alone")
        @Nullable String position,
    @Meaning("Why, in the words of what failed") String cause,
    @Meaning("What to do") String remedy,
    @Meaning("Page of the documentation") String page) {

  /**
   * What there is to say of it.
   *
   * @param look whether who asks may look at records: a position may be made of their values
   */
  public static ErrorDocument of(String pipeline, RunError error, boolean look) {
    Optional<RecordPlace> record = error.record();
    return new ErrorDocument(
        error.at(),
        error.message(),
        error.fault(),
        pipeline,
        error.where(),
        error.doing().isEmpty() ? null : error.doing(),
        record.map(RecordPlace::dataset).orElse(null),
        record.map(RecordPlace::keyHash).orElse(null),
        record.filter(place -> look).map(RecordPlace::position).orElse(null),
        error.cause(),
        error.remedy(),
        error.page());
  }
}
