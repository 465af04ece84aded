package io.sluice.cli.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.TextTable;
import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deploy.ConnectException;
import io.sluice.kafka.deploy.Translation;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.state.deadletter.ErrorSignature;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letters of a pipeline on Kafka: those in the topics of its sinks. */
public final class KafkaLetters {
  private static final Pattern ID = Pattern.compile("(.+):([0-9]{1,9}):([0-9]{1,18})");

  private static final int MOST_GROUPS = 1_000; // memory is bounded, whatever messages look like

  private final KafkaPipeline pipeline;
  private final Map<String, String> client;
  private final Output output;
  private final Clock clock;

  /**
   * @param client settings of Kafka's clients, resolved
   */
  public KafkaLetters(
      KafkaPipeline pipeline, Map<String, String> client, Output output, Clock clock) {
    this.pipeline = pipeline;
    this.client = Map.copyOf(client);
    this.output = output;
    this.clock = clock;
  }

  private static final class Group {
    private final String sink;
    private final Letter first;
    private Letter last;
    private long count;

    Group(String sink, Letter first) {
      this.sink = sink;
      this.first = first;
      this.last = first;
    }
  }

  /** Lists letters, or groups of them by kind of error. */
  public ExitCode list(boolean letters, int limit) {
    Map<String, Group> groups = new LinkedHashMap<>();
    List<Object> documents = new ArrayList<>();
    TextTable table = new TextTable(List.of("id", "stage", "topic", "error", "attempts", "when"));
    AtomicLong count = new AtomicLong();
    for (SinkSpec sink : pipeline.sinks()) {
      LetterMarks marks = marks(sink);
      read(
          sink,
          letter -> {
            if (!marks.isOpen(letter)) {
              return true;
            }
            count.incrementAndGet();
            if (letters && documents.size() < limit) {
              documents.add(document(sink, letter));
              table.row(
                  List.of(
                      id(sink.name(), letter),
                      letter.stage(),
                      letter.topic(),
                      error(letter),
                      "" + letter.attempts(),
                      ago(letter.at())));
            }
            String kind = sink.name() + letter.stage() + signature(letter);
            String counted = groups.size() < MOST_GROUPS ? kind : sink.name();
            Group group = groups.computeIfAbsent(counted, k -> new Group(sink.name(), letter));
            group.count++;
            group.last = letter;
            return true;
          });
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    document.put("open", count.get());
    if (count.get() == 0) {
      output.line("No dead letters.");
    } else if (letters) {
      document.put("letters", documents);
      table.lines().forEach(output::line);
    } else {
      document.put("groups", show(groups));
    }
    output.document(document);
    return ExitCode.OK;
  }

  private List<Object> show(Map<String, Group> groups) {
    TextTable table =
        new TextTable(List.of("count", "sink", "stage", "error", "signature", "last seen", "e.g."));
    List<Object> documents = new ArrayList<>();
    groups.values().stream()
        .sorted(Comparator.comparingLong((Group group) -> -group.count))
        .forEach(
            group -> {
              table.row(
                  List.of(
                      Figures.count(group.count),
                      group.sink,
                      group.first.stage(),
                      error(group.first),
                      signature(group.first),
                      ago(group.last.at()),
                      id(group.sink, group.last)));
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("count", group.count);
              document.put("sink", group.sink);
              document.put("stage", group.first.stage());
              document.put("signature", signature(group.first));
              document.put("error_class", group.first.errorClass());
              document.put("message", group.first.message());
              document.put("first_seen", group.first.at().toString());
              document.put("last_seen", group.last.at().toString());
              document.put("newest_id", id(group.sink, group.last));
              documents.add(document);
            });
    table.lines().forEach(output::line);
    output.line("");
    output.line("One of them: sluice dlq show ID. Again, once mended: sluice dlq replay --all.");
    return documents;
  }

  /** Shows one letter with its record. */
  public ExitCode show(String id) {
    Matcher said = ID.matcher(id);
    if (!said.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected the id of a letter of a pipeline on Kafka but found '" + id + "'",
          "As sluice dlq ls --letters shows it, such as table:0:17");
    }
    List<Letter> found = new ArrayList<>();
    SinkSpec sink =
        pipeline.sinks().stream()
            .filter(each -> each.name().equals(said.group(1)))
            .findFirst()
            .orElseThrow(() -> missing(id));
    int partition = Integer.parseInt(said.group(2));
    long offset = Long.parseLong(said.group(3));
    read(
        sink,
        letter -> {
          boolean isIt = letter.partition() == partition && letter.offset() == offset;
          if (isIt) {
            found.add(letter);
          }
          return !isIt;
        });
    if (found.isEmpty()) {
      throw missing(id);
    }
    Map<String, Object> document = document(sink, found.get(0));
    document.put("open", marks(sink).isOpen(found.get(0)));
    document.forEach(
        (key, value) -> output.line(key + " ".repeat(Math.max(1, 18 - key.length())) + value));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("key", shown(found.get(0).key()));
    record.put("value", shown(found.get(0).value()));
    output.line("");
    output.line(Output.asJson(record));
    document.put("record", record);
    output.document(document);
    return ExitCode.OK;
  }

  private void read(SinkSpec sink, Predicate<Letter> more) {
    try {
      topic(sink).read(more);
    } catch (ConnectException e) {
      throw failure(e);
    }
  }

  private LetterMarks marks(SinkSpec sink) {
    try {
      return topic(sink).marks();
    } catch (ConnectException e) {
      throw failure(e);
    }
  }

  private DeadLetterTopic topic(SinkSpec sink) {
    return new DeadLetterTopic(client, Translation.sinkConnector(pipeline.name(), sink.name()));
  }

  /** What Kafka's refusal is for a command. */
  public static CommandFailure failure(ConnectException e) {
    return new CommandFailure(
        e.kind() == ConnectException.Kind.REFUSED ? ExitCode.FAILED : ExitCode.UNREACHABLE,
        String.valueOf(e.getMessage()),
        "Say --bootstrap, or what clients need to get in under 'kafka' in sluice.yaml.",
        e);
  }

  private CommandFailure missing(String id) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "pipeline " + pipeline.name() + " has no dead letter " + id,
        "See them with: sluice dlq ls --letters");
  }

  private Map<String, Object> document(SinkSpec sink, Letter letter) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id(sink.name(), letter));
    document.put("pipeline", pipeline.name());
    document.put("stage", letter.stage());
    document.put("component", letter.component());
    document.put("error_class", letter.errorClass());
    document.put("message", letter.message());
    document.put("signature", signature(letter));
    document.put("topic", letter.topic());
    letter.topicPartition().ifPresent(number -> document.put("partition", number));
    letter.topicOffset().ifPresent(number -> document.put("offset", number));
    document.put("attempts", letter.attempts());
    document.put("seen", letter.at().toString());
    return document;
  }

  /** Equal for errors of one kind. */
  public static String signature(Letter letter) {
    return ErrorSignature.of(letter.errorClass(), letter.message());
  }

  /** What people call a letter of a sink. */
  public static String id(String sink, Letter letter) {
    return sink + ":" + letter.partition() + ":" + letter.offset();
  }

  private static String error(Letter letter) {
    String name = letter.errorClass();
    return name.substring(name.lastIndexOf('.') + 1) + ": " + letter.message();
  }

  private String ago(Instant moment) {
    return Figures.time(Duration.between(moment, clock.instant())) + " ago";
  }

  /** JSON as it is, other text as text, all else in Base64. */
  private static @Nullable Object shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parsed(text);
    } catch (CharacterCodingException e) {
      return Map.of("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static Object parsed(String text) {
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? JsonMapper.builder().build().readTree(text)
          : text;
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
