package io.sluice.cli.deadletter;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** {@code sluice dlq ls} of a pipeline on Kafka: open letters, or groups of them. */
final class ListOnKafka {
  private static final String NONE = "No dead letters.";

  private final PipelineLetters letters;
  private final Output output;
  private final Clock clock;

  ListOnKafka(PipelineLetters letters, Output output, Clock clock) {
    this.letters = letters;
    this.output = output;
    this.clock = clock;
  }

  /**
   * Lists letters, the oldest of each sink first.
   *
   * @param limit at most so many; all are counted
   */
  ExitCode letters(int limit) {
    List<Map<String, Object>> documents = new ArrayList<>();
    AtomicLong count = new AtomicLong();
    FromKafka.told(
        () ->
            letters.open(
                LetterFilter.ALL,
                (sink, letter) -> {
                  if (count.incrementAndGet() <= limit) {
                    documents.add(LetterDocument.of(letters.pipeline(), sink, letter));
                  }
                }));
    Map<String, Object> document = document(count.get());
    if (count.get() == 0) {
      output.line(NONE);
    } else {
      document.put("letters", documents);
      new LetterTable(output, clock).letters(documents);
    }
    output.document(document);
    return ExitCode.OK;
  }

  /** Lists groups of letters by kind of error, the largest first. */
  ExitCode groups() {
    LetterKinds kinds = new LetterKinds();
    FromKafka.told(
        () ->
            letters.open(
                LetterFilter.ALL, (sink, letter) -> kinds.add(sink, letter, Optional.empty())));
    List<LetterKinds.Kind> bySize = kinds.bySize();
    Map<String, Object> document =
        document(bySize.stream().mapToLong(LetterKinds.Kind::open).sum());
    if (bySize.isEmpty()) {
      output.line(NONE);
    } else {
      List<Map<String, Object>> groups = bySize.stream().map(ListOnKafka::group).toList();
      document.put("groups", groups);
      new LetterTable(output, clock).groups(groups);
    }
    output.document(document);
    return ExitCode.OK;
  }

  private Map<String, Object> document(long count) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", letters.pipeline());
    document.put("open", count);
    return document;
  }

  private static Map<String, Object> group(LetterKinds.Kind kind) {
    Letter first = kind.first();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", kind.open());
    document.put("sink", kind.sink());
    document.put("stage", first.stage());
    document.put("signature", kind.signature());
    document.put("error_class", first.errorClass());
    document.put("message", first.message());
    document.put("first_seen", first.at().toString());
    document.put("last_seen", kind.last().at().toString());
    document.put("newest_id", LetterId.of(kind.sink(), kind.last()).toString());
    return document;
  }
}
