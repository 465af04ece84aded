package io.sluice.server.console.record;

import io.sluice.engine.tap.RecordImage;
import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.TapStep;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.Tab;
import io.sluice.server.console.page.Tone;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.records.Look;
import io.sluice.server.records.Operation;
import io.sluice.server.records.StageNames;
import io.sluice.server.records.Stream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A look into a pipeline's stream.
 *
 * @param stages that can be looked at
 * @param masks what is hidden, in a sentence
 * @param key that is followed; empty for all
 * @param seen how much was seen, in a sentence
 * @param rows newest first
 * @param opened one of them, if one was chosen and is still there
 * @param gone whether one was chosen that is kept no more
 * @param refused why there is nothing to see; empty if there may be
 */
public record RecordsPage(
    Frame frame,
    PipelineHead head,
    RecordsQuery query,
    List<StageLink> stages,
    String masks,
    String key,
    String seen,
    List<Row> rows,
    Optional<OpenedRecord> opened,
    boolean gone,
    Optional<Refused> refused) {
  private static final int MOST = 50;

  public RecordsPage {
    stages = List.copyOf(stages);
    rows = List.copyOf(rows);
  }

  /** A stage to be chosen. */
  public record StageLink(String id, String kind, String name, String address, boolean current) {}

  /**
   * A record in the list.
   *
   * @param operation empty where the value does not tell
   * @param shape of a symbol
   */
  public record Row(
      long id,
      String address,
      boolean current,
      String clock,
      String operation,
      String topic,
      String key,
      String value,
      String end,
      String shape,
      Tone tone) {}

  /** While somebody looks. */
  public static RecordsPage of(Frame frame, Reading reading, RecordsQuery query, Look look) {
    Optional<TappedRecord> opened = query.record().flatMap(look.watch()::find);
    List<TappedRecord> records = look.watch().since(0).records();
    return new RecordsPage(
        frame,
        head(frame, reading)
            .copying(
                List.of(
                    new Copy(
                        "API call",
                        Curl.post(
                            "/api/v1" + Addresses.pipeline(query.pipeline(), "records"),
                            "{\"stage\": \"" + query.stage() + "\"}")))),
        query,
        stages(look.stream(), query),
        masks(look.stream()),
        look.key(),
        Figures.many(look.watch().since(0).picked(), "record") + " seen",
        records.stream()
            .sorted(Comparator.comparingLong(TappedRecord::id).reversed())
            .flatMap(record -> row(record, query).stream())
            .limit(MOST)
            .toList(),
        opened.map(record -> OpenedRecord.of(record, query)),
        query.record().isPresent() && opened.isEmpty(),
        Optional.empty());
  }

  /** Where there is nothing to look into, or not now. */
  public static RecordsPage refused(
      Frame frame, Reading reading, RecordsQuery query, Optional<Stream> stream, Refused refused) {
    return new RecordsPage(
        frame,
        head(frame, reading),
        query,
        stream.map(one -> stages(one, query)).orElse(List.of()),
        "",
        "",
        "",
        List.of(),
        Optional.empty(),
        false,
        Optional.of(refused));
  }

  private static PipelineHead head(Frame frame, Reading reading) {
    return PipelineHead.of(frame, reading, Tab.RECORDS);
  }

  private static List<StageLink> stages(Stream stream, RecordsQuery query) {
    return stream.stages().stream()
        .map(
            stage -> {
              String id = StageNames.of(stage);
              return new StageLink(
                  id,
                  Way.kind(stage),
                  Way.name(stage),
                  query.at(id).address(),
                  id.equals(query.stage()));
            })
        .toList();
  }

  private static String masks(Stream stream) {
    return stream.masks().isEmpty()
        ? "This pipeline masks nothing: values are shown as they are."
        : "What the "
            + (stream.masks().size() == 1 ? "transform " : "transforms ")
            + String.join(", ", stream.masks())
            + (stream.masks().size() == 1 ? " masks" : " mask")
            + " is hidden at every stage.";
  }

  private static Optional<Row> row(TappedRecord record, RecordsQuery query) {
    Optional<RecordImage> image = Optional.empty();
    boolean came = false;
    for (TapStep step : record.steps()) {
      boolean here = StageNames.of(step.stage()).equals(query.stage());
      boolean elsewhere = step.stage().kind() == TapStage.Kind.SINK && !here;
      if (step.record() != null && !elsewhere) {
        image = Optional.of(step.record());
      }
      if (here) {
        came = true;
        break;
      }
    }
    return came ? image.map(one -> row(record, one, query)) : Optional.empty();
  }

  private static Row row(TappedRecord record, RecordImage image, RecordsQuery query) {
    Way.End end = Way.end(record);
    return new Row(
        record.id(),
        query.open(record.id()).address(),
        query.record().filter(id -> id == record.id()).isPresent(),
        Times.clock(record.at()),
        Operation.of(image).map(Operation::word).orElse(""),
        Optional.ofNullable(image.topic()).orElse(""),
        Leaves.brief(image.key()),
        value(image),
        end.text(),
        end.shape(),
        end.tone());
  }

  /** Of a change what it led to; of a deletion what there was. */
  private static String value(RecordImage image) {
    if (!Operation.isEvent(image.value())) {
      return Leaves.brief(image.value());
    }
    String side =
        Operation.of(image).filter(Operation.DELETE::equals).isPresent() ? "before" : "after";
    return Operation.child(image.value(), side).map(Leaves::brief).orElse("");
  }
}
