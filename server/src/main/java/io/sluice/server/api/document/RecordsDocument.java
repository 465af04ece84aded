package io.sluice.server.api.document;

import java.util.List;

/** What was seen of a stream. */
@Meaning("What was seen of a pipeline's stream since a sequence, within bounds")
public record RecordsDocument(
    String pipeline,
    @Meaning("What can be looked into, in the order in which records come by it")
        List<String> stages,
    @Meaning("Transforms that mask; what they hide is hidden at every stage") List<String> masks,
    @Meaning("How many records were picked since the look began; the newest are kept") long picked,
    @Meaning("To be sent as after with the next request") long sequence,
    @Meaning("The look ends if nobody asks for so long") int leaseSeconds,
    @Meaning("Oldest news first; a record comes again when it has come further")
        List<RecordDocument> records) {}
