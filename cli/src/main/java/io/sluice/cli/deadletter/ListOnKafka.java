package io.sluice.cli.deadletter;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.TextTable;
import io.sluice.kafka.deadletter.Letter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** {@code sluice dlq ls} of a pipeline on Kafka: open letters, or groups of them. */
final class ListOnKafka {
  private static final String NONE = "No dead letters.";

  private final LettersOnKafka letters;
  private final Output output;
  private final Clock clock;

  ListOnKafka(LettersOnKafka letters, Output output, Clock clock) {
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
    List<Object> documents = new ArrayList<>();
    TextTable table = new TextTable(List.of("id", "stage", "topic", "error", "attempts", "when"));
    AtomicLong count = new AtomicLong();
    letters.open(
        (sink, letter) -> {
          count.incrementAndGet();
          if (documents.size() < limit) {
            documents.add(LetterDocument.of(letters.pipeline(), sink.name(), letter));
            table.row(
                List.of(
                    LetterId.of(sink.name(), letter).toString(),
                    letter.stage(),
                    letter.topic(),
                    error(letter),
                    "" + letter.attempts(),
                    ago(letter.at())));
          }
        });
    Map<String, Object> document = document(count.get());
    if (count.get() == 0) {
      output.line(NONE);
    } else {
      document.put("letters", documents);
      table.lines().forEach(output::line);
    }
    output.document(document);
    return ExitCode.OK;
  }

  /** Lists groups of letters by kind of error, the largest first. */
  ExitCode groups() {
    LetterGroups groups = new LetterGroups();
    letters.open((sink, letter) -> groups.add(sink.name(), letter));
    List<LetterGroups.Group> bySize = groups.bySize();
    Map<String, Object> document =
        document(bySize.stream().mapToLong(LetterGroups.Group::count).sum());
    if (bySize.isEmpty()) {
      output.line(NONE);
    } else {
      document.put("groups", show(bySize));
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

  private List<Object> show(List<LetterGroups.Group> groups) {
    TextTable table =
        new TextTable(List.of("count", "sink", "stage", "error", "signature", "last seen", "e.g."));
    List<Object> documents = new ArrayList<>();
    for (LetterGroups.Group group : groups) {
      Letter first = group.first();
      String signature = LetterDocument.signature(first);
      String newest = LetterId.of(group.sink(), group.last()).toString();
      table.row(
          List.of(
              Figures.count(group.count()),
              group.sink(),
              first.stage(),
              error(first),
              signature,
              ago(group.last().at()),
              newest));
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("count", group.count());
      document.put("sink", group.sink());
      document.put("stage", first.stage());
      document.put("signature", signature);
      document.put("error_class", first.errorClass());
      document.put("message", first.message());
      document.put("first_seen", first.at().toString());
      document.put("last_seen", group.last().at().toString());
      document.put("newest_id", newest);
      documents.add(document);
    }
    table.lines().forEach(output::line);
    output.line("");
    output.line("One of them: sluice dlq show ID. Again, once mended: sluice dlq replay --all.");
    return documents;
  }

  private static String error(Letter letter) {
    String name = letter.errorClass();
    return name.substring(name.lastIndexOf('.') + 1) + ": " + letter.message();
  }

  private String ago(Instant moment) {
    return Figures.time(Duration.between(moment, clock.instant())) + " ago";
  }
}
