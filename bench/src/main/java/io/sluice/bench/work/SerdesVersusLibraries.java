package io.sluice.bench.work;

import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.serde.SerdeBed;
import io.sluice.bench.serde.SerdeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Converters, serializers and deserializers beside the bare library of their format. */
final class SerdesVersusLibraries implements Measurement {
  private static final String OURS = "ours";

  /** Rounds are short, so that what else the machine does meets both; hence many. */
  private static final int ROUNDS = 5;

  private static final int WARM_UPS = 5;

  /** So many prepared records for one pass of the thousand rows: a round of 100,000, or 400,000. */
  private static final int RECORDS_FOR_A_PASS = 50_000;

  @Override
  public String name() {
    return "serdes";
  }

  @Override
  public String about() {
    return "converters and serializers of Avro, JSON Schema and Protobuf, against the bare library";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Result> results = new ArrayList<>();
    for (SerdeFormat format : SerdeFormat.values()) {
      try (SerdeBed bed = new SerdeBed(format, bench.scratch("serdes"))) {
        results.addAll(results(bench, format, bed));
      }
    }
    return results;
  }

  private List<Result> results(Workbench bench, SerdeFormat format, SerdeBed bed) throws Exception {
    int passes = (int) (bench.scale().preparedRecords() / RECORDS_FOR_A_PASS);
    String name = name() + "-" + format.name().toLowerCase(Locale.ROOT);
    return List.of(
        result(
            bench,
            format,
            name + "-write",
            () -> bed.converter().write(passes),
            () -> bed.bareOfConverter().write(passes),
            "Connect's structs through the converter."),
        result(
            bench,
            format,
            name + "-read",
            () -> bed.converter().read(passes),
            () -> bed.bareOfConverter().read(passes),
            "To Connect's structs through the converter."),
        result(
            bench,
            format,
            name + "-serializer",
            () -> bed.client().write(passes),
            () -> bed.bareOfClient().write(passes),
            "The same objects through the serializer."),
        result(
            bench,
            format,
            name + "-deserializer",
            () -> bed.client().read(passes),
            () -> bed.bareOfClient().read(passes),
            "To the same objects through the deserializer."));
  }

  private static Result result(
      Workbench bench,
      SerdeFormat format,
      String name,
      Contender ours,
      Contender library,
      String what)
      throws Exception {
    bench.say("%s", name);
    String other = library(format);
    for (int i = 0; i < WARM_UPS; i++) {
      ours.run();
      library.run();
    }
    return new Duel()
        .add(OURS, ours)
        .add(other, library)
        .fight(bench, ROUNDS * bench.scale().runs())
        .result(
            name,
            "records/s",
            OURS,
            other,
            Bar.ratio(0.5, 0.7),
            what
                + " Ten columns, 1,000 rows in turn, one thread; the library has the same rows as"
                + " objects of its own and the same bytes without the schema's id.");
  }

  private static String library(SerdeFormat format) {
    return switch (format) {
      case AVRO -> "Avro, generic records";
      case JSON -> "Jackson";
      case PROTOBUF -> "Protobuf, dynamic messages";
    };
  }
}
