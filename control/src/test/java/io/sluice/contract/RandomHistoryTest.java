package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.language.Languages;
import io.sluice.contract.language.SchemaLanguage;
import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Passages;
import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Compatibility;
import io.sluice.pipeline.SchemaContract.Format;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryException;
import io.sluice.schema.SchemaSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Random tables that are altered at random, under random contracts: whatever goes on has a schema
 * that was judged, and a gate that begins anew, as after a crash, decides as the one before.
 */
class RandomHistoryTest {
  private static @Nullable Path folder;
  private static @Nullable Bed bed;
  private static int number;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("contract");
    bed = new Bed(folder);
  }

  @AfterContainer
  static void close() throws IOException {
    java.util.Objects.requireNonNull(bed).close();
    try (var files = Files.walk(java.util.Objects.requireNonNull(folder))) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** What became of a record. */
  private enum Fate {
    WENT_ON,
    REFUSED,
    STOPPED
  }

  @Property(tries = 120)
  void whatever_goes_on_was_judged_and_a_restart_decides_the_same(
      @ForAll("contracts") SchemaContract contract, @ForAll("histories") List<Schema> history) {
    Bed open = java.util.Objects.requireNonNull(bed);
    String topic = "t" + ++number;
    String subject = topic + "-value";
    SchemaLanguage language = Languages.of(contract.format());
    List<Fate> fates = new ArrayList<>();
    Schema newest = null;
    int newestVersion = 0;
    try (Passages passages = open.passages("p", contract)) {
      for (Schema schema : history) {
        SourceRecord record = record(topic, schema);
        Fate fate = Fate.WENT_ON;
        try {
          SourceRecord passed = passages.pass(record);
          EmbeddedSubjects subjects = new EmbeddedSubjects(open.registry, "test");
          SchemaSource written =
              language.write(
                  passed.valueSchema(),
                  () -> subjects.history(subject).map(SubjectRegistry.Version::schema));
          OptionalInt version = subjects.find(subject, written);
          assertThat(version).as("version of what went on").isPresent();
          keepsWhatItHas(record, passed);
          Schema gone = passed.valueSchema();
          if (newest != null
              && version.getAsInt() > newestVersion
              && contract.compatibility().orElseThrow() != Compatibility.NONE) {
            assertThat(meansTheSame(gone, newest)).as("%s after %s", gone, newest).isTrue();
          }
          if (version.getAsInt() > newestVersion) {
            newest = gone;
            newestVersion = version.getAsInt();
          }
        } catch (SchemaRefusal refused) {
          fate = Fate.REFUSED;
        } catch (FaultException stopped) {
          fate = Fate.STOPPED;
        }
        fates.add(fate);
        try (Passages after = open.passages("p", contract)) {
          assertThat(fate(after, record(topic, schema))).as("after a crash").isEqualTo(fate);
        }
        if (fate == Fate.STOPPED) {
          break;
        }
      }
    }
    List<Integer> versions = versions(open, subject);
    assertThat(versions).hasSizeLessThanOrEqualTo((int) history.stream().distinct().count());
    if (contract.onChange() == OnChange.EVOLVE) {
      return; // What became a version meanwhile counts for what is read once more.
    }
    assertThat(versions).hasSize(1);
    try (Passages again = open.passages("p", contract)) {
      for (int i = 0; i < fates.size(); i++) {
        assertThat(fate(again, record(topic, history.get(i)))).isEqualTo(fates.get(i));
      }
    }
    assertThat(versions(open, subject)).isEqualTo(versions);
  }

  private static int scale(Schema decimal) {
    return Integer.parseInt(decimal.parameters().get(Decimal.SCALE_FIELD));
  }

  /** Of columns that both have, none is of another logical type or scale. */
  private static boolean meansTheSame(Schema one, Schema other) {
    return one.fields().stream()
        .filter(field -> other.field(field.name()) != null)
        .allMatch(
            field -> {
              Schema theirs = other.field(field.name()).schema();
              return Objects.equals(field.schema().name(), theirs.name())
                  && (field.schema().name() == null
                      || Objects.equals(field.schema().parameters(), theirs.parameters()));
            });
  }

  private static Fate fate(Passages passages, SourceRecord record) {
    try {
      return passages.pass(record) == null ? Fate.REFUSED : Fate.WENT_ON;
    } catch (SchemaRefusal refused) {
      return Fate.REFUSED;
    } catch (FaultException stopped) {
      return Fate.STOPPED;
    }
  }

  private static List<Integer> versions(Bed bed, String subject) {
    try {
      return bed.registry.versions(subject, Deleted.HIDDEN, Page.ALL);
    } catch (RegistryException none) {
      return List.of();
    }
  }

  private static void keepsWhatItHas(SourceRecord given, SourceRecord passed) {
    Struct before = (Struct) given.value();
    Struct after = (Struct) passed.value();
    after.validate();
    for (Field field : after.schema().fields()) {
      if (before.schema().field(field.name()) != null) {
        Object was = before.getWithoutDefault(field.name());
        Object is = after.getWithoutDefault(field.name());
        assertThat(is instanceof Number number ? (Object) number.doubleValue() : is)
            .isEqualTo(was instanceof Number number ? (Object) number.doubleValue() : was);
      }
    }
  }

  private static SourceRecord record(String topic, Schema schema) {
    Struct value = new Struct(schema);
    for (Field field : schema.fields()) {
      value.put(
          field,
          switch (field.schema().type()) {
            case INT32 -> 5;
            case INT64 -> field.schema().name() == null ? (Object) 5L : new Date(5);
            case BYTES -> new BigDecimal(BigInteger.valueOf(50_000), scale(field.schema()));
            default -> "text";
          });
    }
    return new SourceRecord(Map.of(), Map.of("at", 1L), topic, null, null, null, schema, value);
  }

  @Provide
  Arbitrary<SchemaContract> contracts() {
    return Combinators.combine(
            Arbitraries.of(Format.class),
            Arbitraries.of(Compatibility.class),
            Arbitraries.of(OnChange.class),
            Arbitraries.of(OnIncompatible.class))
        .as(
            (format, level, onChange, onIncompatible) ->
                new SchemaContract(
                    format,
                    Optional.of(level),
                    onChange,
                    onIncompatible,
                    OnSchemaless.REFUSE,
                    SubjectName.TOPIC,
                    false,
                    Optional.empty()));
  }

  @Provide
  Arbitrary<List<Schema>> histories() {
    Arbitrary<Schema> column =
        Arbitraries.of(
            Schema.INT32_SCHEMA,
            Schema.INT64_SCHEMA,
            Schema.OPTIONAL_INT64_SCHEMA,
            Schema.STRING_SCHEMA,
            Schema.OPTIONAL_STRING_SCHEMA,
            SchemaBuilder.int32().defaultValue(3).build(),
            Timestamp.SCHEMA,
            Decimal.schema(2),
            Decimal.schema(4));
    Arbitrary<Schema> table =
        Arbitraries.maps(Arbitraries.of("a", "b", "c"), column)
            .ofMinSize(1)
            .map(
                columns -> {
                  SchemaBuilder builder = SchemaBuilder.struct().name("shop.Row");
                  new java.util.TreeMap<>(columns).forEach(builder::field);
                  return builder.build();
                });
    return table.list().ofMinSize(1).ofMaxSize(8);
  }
}
