package io.sluice.server.api.document;

import io.sluice.server.schema.SubjectUser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pipeline that has to do with a subject. */
@Meaning("A pipeline that has to do with a subject")
public record SubjectUserDocument(
    String pipeline,
    @Meaning("contract: holds records to it; converter: writes or reads a topic by it")
        SubjectUser.How how,
    @Meaning("Whether the folder still has the pipeline") boolean present,
    @Meaning("When its contract last decided something about it") @Nullable Instant decidedAt,
    @Meaning("When it last froze, kept or stopped for that") @Nullable Instant troubleAt,
    @Meaning("Which other registry it asks; absent for the project's") @Nullable String registry) {

  public static SubjectUserDocument of(SubjectUser user) {
    return new SubjectUserDocument(
        user.pipeline(),
        user.how(),
        user.present(),
        user.at().orElse(null),
        user.trouble().orElse(null),
        user.registry().orElse(null));
  }
}
