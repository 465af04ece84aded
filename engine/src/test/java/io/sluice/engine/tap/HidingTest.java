package io.sluice.engine.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Leaf;
import io.sluice.engine.transform.TransformChain;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.transforms.Mask;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Filter;
import org.apache.kafka.connect.transforms.Flatten;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.TopicNameMatches;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pipeline masks is seen at no stage, before the mask as little as behind it. */
class HidingTest {
  private static final String MAIL = "jane@example.org";
  private static final String STREET = "Long Lane 7";
  private static final Schema ADDRESS =
      SchemaBuilder.struct().optional().field("street", Schema.STRING_SCHEMA).build();
  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT32_SCHEMA)
          .field("email", Schema.OPTIONAL_STRING_SCHEMA)
          .field("pin", Schema.OPTIONAL_INT32_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("address", ADDRESS)
          .build();
  private static final Schema EVENT =
      SchemaBuilder.struct()
          .field("before", ROW)
          .field("after", ROW)
          .field("op", Schema.STRING_SCHEMA)
          .build();
  private static final Schema KEY =
      SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA).build();

  private final Plugins plugins = Plugins.of(List.of());
  private final Secrets secrets = new Secrets();
  private final List<TransformSpec> transforms = new ArrayList<>();
  private final Tap tap =
      new Tap("p", TapBounds.usual(), secrets::redact, Clock.systemUTC(), Ticker.SYSTEM);
  private Watch watch;

  @BeforeEach
  void watch() {
    watch = tap.open("").orElseThrow();
  }

  @AfterEach
  void close() {
    plugins.close();
  }

  @Test
  void a_mask_shows_what_it_makes_of_a_value_at_the_stages_before_it_as_well() {
    add("mask", Mask.Value.class, Map.of("fields", "email", "method", "hmac", "key", "k3y"));

    List<RecordImage> images = images(look(event()));

    assertThat(images).hasSize(2);
    Leaf after = leaf(images.get(1).value(), "after", "email");
    assertThat(after.text()).matches("[0-9a-f]{64}");
    for (RecordImage image : images) {
      assertThat(leaf(image.value(), "after", "email").text()).isEqualTo(after.text());
      assertThat(leaf(image.value(), "before", "email").text()).isEqualTo(after.text());
      assertThat(leaf(image.value(), "after", "email").masked()).isTrue();
      assertThat(leaf(image.key(), "email").text()).as("the key").isEqualTo(after.text());
      assertThat(leaf(image.value(), "after", "address", "street").text()).isEqualTo(STREET);
      assertThat(leaf(image.value(), "after", "id").masked()).isFalse();
      assertNowhere(image, MAIL);
    }
  }

  @Test
  void a_nested_field_by_kafkas_mask_and_what_holds_it_are_hidden_whatever_flattens_it() {
    add("flat", Flatten.Value.class, Map.of("delimiter", "_"));
    add("mask", MaskField.Value.class, Map.of("fields", "after_address_street"));

    List<RecordImage> images = images(look(event()));

    assertThat(images).hasSize(3);
    images.forEach(image -> assertNowhere(image, STREET));
    assertThat(leaf(images.get(0).value(), "after", "address", "street").text()).isEmpty();
    assertThat(leaf(images.get(0).value(), "before", "address", "street").text())
        .as("the same value, though the mask leaves it alone there")
        .isEmpty();
    assertThat(leaf(images.get(0).value(), "after", "email").text()).isEqualTo(MAIL);
  }

  @Test
  void a_field_that_is_renamed_before_its_mask_is_hidden_under_its_first_name() {
    add("rename", ReplaceField.Value.class, Map.of("renames", "email:contact"));
    add(
        "mask",
        Mask.Value.class,
        Map.of("fields", "contact", "method", "redact", "replacement", "gone"));

    List<RecordImage> images = images(look(row(1, MAIL, "asks " + MAIL + " to call")));

    assertThat(images).hasSize(3);
    images.forEach(image -> assertNowhere(image, MAIL));
    assertThat(leaf(images.get(0).value(), "email").text()).isEqualTo("gone");
    assertThat(leaf(images.get(0).value(), "note").text()).isEqualTo(Leaf.HIDDEN);
  }

  @Test
  void a_short_value_hides_no_other_that_is_the_same_by_chance() {
    add("mask", Mask.Value.class, Map.of("fields", "pin", "method", "redact"));

    List<RecordImage> images = images(look(row(7, null, null)));

    assertThat(leaf(images.get(0).value(), "pin").text()).isEqualTo("0");
    assertThat(leaf(images.get(0).value(), "id").text()).isEqualTo("7");
    assertThat(leaf(images.get(1).value(), "id").text()).isEqualTo("7");
    assertThat(leaf(images.get(1).value(), "pin").masked()).isTrue();
  }

  @Test
  void nullify_shows_null_before_it_as_well_and_null_is_no_secret() {
    add("mask", Mask.Value.class, Map.of("fields", "email,address", "method", "nullify"));

    List<RecordImage> images = images(look(event()));

    assertThat(leaf(images.get(0).value(), "after", "email").kind()).isEqualTo(Node.Kind.NULL);
    images.forEach(
        image -> {
          assertNowhere(image, MAIL);
          assertNowhere(image, STREET);
        });
  }

  @Test
  void a_record_that_a_condition_keeps_from_the_mask_is_hidden_all_the_same() {
    addUnder(
        TopicNameMatches.class,
        Map.of("pattern", "others"),
        "mask",
        Mask.Value.class,
        Map.of("fields", "email", "method", "hash"));

    List<RecordImage> images = images(look(event()));

    assertThat(images).hasSize(1);
    assertNowhere(images.get(0), MAIL);
    assertThat(leaf(images.get(0).value(), "after", "email").text()).isEqualTo(Leaf.HIDDEN);
  }

  @Test
  void a_record_that_is_dropped_before_the_mask_is_hidden_by_the_names_that_it_masks() {
    add("filter", Filter.class, Map.of());
    add("mask", Mask.Value.class, Map.of("fields", "address.street", "method", "hash"));

    TappedRecord dropped = look(event());

    assertThat(dropped.steps()).extracting(TapStep::outcome).endsWith(TapStep.Outcome.DROPPED);
    RecordImage image = images(dropped).get(0);
    assertNowhere(image, STREET);
    assertThat(leaf(image.value(), "after", "email").text()).isEqualTo(MAIL);
  }

  @Test
  void nothing_of_a_record_is_shown_where_nobody_knows_what_the_mask_would_have_hidden() {
    add("rename", ReplaceField.Value.class, Map.of("renames", "email:contact"));
    add("refuse", Refusing.class, Map.of());
    add("mask", Mask.Value.class, Map.of("fields", "contact", "method", "hash"));

    TappedRecord refused = look(row(1, MAIL, "x"));

    RecordImage image = images(refused).get(0);
    assertNowhere(image, MAIL);
    assertThat(leaf(image.value(), "id").text()).isEqualTo(Leaf.HIDDEN);
    assertThat(refused.steps().get(2).error())
        .as("it may quote what is hidden")
        .isEqualTo(DataException.class.getName());
  }

  @Test
  void a_mask_of_somebody_else_is_known_by_what_it_does() {
    add("theirs", TheirMaskOfMail.class, Map.of());

    List<RecordImage> images = images(look(row(1, MAIL, "x")));

    images.forEach(image -> assertNowhere(image, MAIL));
    assertThat(leaf(images.get(0).value(), "email").text()).isEqualTo("j…");
  }

  @Test
  void who_types_a_masked_key_is_not_told_that_it_is_there() {
    add("mask", Mask.Key.class, Map.of("fields", "email", "method", "hash", "salt", "s4lt"));
    Watch guessing = tap.open(MAIL).orElseThrow();

    look(event());

    assertThat(guessing.since(0).records()).isEmpty();
  }

  @Test
  void hostile_names_and_values_are_values_and_no_patterns() {
    Map<String, Object> odd =
        Map.of(
            "e.mail",
            MAIL,
            "E_Mail",
            MAIL,
            "a*(",
            "x",
            "<script>",
            List.of(Map.of("E-MAIL", MAIL)));
    add("mask", Mask.Value.class, Map.of("fields", "e.mail", "method", "hash"));

    TappedRecord seen =
        look(new SourceRecord(Map.of(), Map.of("mail", MAIL), "t", null, null, null, null, odd));

    images(seen).forEach(image -> assertNowhere(image, MAIL));
    assertThat(seen.position().toString()).doesNotContain(MAIL);
  }

  /** Fails always. */
  public static final class Refusing implements Transformation<SourceRecord> {
    @Override
    public SourceRecord apply(SourceRecord record) {
      throw new DataException("cannot take " + record.value());
    }

    @Override
    public ConfigDef config() {
      return new ConfigDef();
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /** Says nowhere which field it hides, and changes the record in its place. */
  public static final class TheirMaskOfMail implements Transformation<SourceRecord> {
    @Override
    public SourceRecord apply(SourceRecord record) {
      ((Struct) record.value()).put("email", "j…");
      return record;
    }

    @Override
    public ConfigDef config() {
      return new ConfigDef();
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  private void add(String name, Class<?> type, Map<String, String> config) {
    transforms.add(spec(name, type, config, Optional.empty()));
  }

  private void addUnder(
      Class<?> predicate,
      Map<String, String> condition,
      String name,
      Class<?> type,
      Map<String, String> config) {
    transforms.add(
        spec(
            name,
            type,
            config,
            Optional.of(
                new PredicateSpec(
                    "only", predicate.getName(), UnresolvedConfig.of(condition), place()))));
  }

  private static TransformSpec spec(
      String name, Class<?> type, Map<String, String> config, Optional<PredicateSpec> predicate) {
    return new TransformSpec(
        name, type.getName(), UnresolvedConfig.of(config), predicate, false, place());
  }

  private static Place place() {
    return new Place(Path.of("p.yaml"), 1, 1, "");
  }

  /** The record's way through the transforms, as it is shown. */
  private TappedRecord look(SourceRecord record) {
    Masking masking = Masking.of(transforms, plugins, secrets);
    Sampling sampling = Objects.requireNonNull(tap.sampling(0, 1, masking));
    Trail trail = Objects.requireNonNull(sampling.pick(0, record));
    try (TransformChain chain = TransformChain.open(transforms, plugins, secrets)) {
      if (chain.apply(record, trail) == null) {
        trail.dropped();
      } else {
        boolean unused = trail.leavesTransforms();
      }
    } catch (TransformFailure failed) {
      trail.failed(failed.stage(), failed.component(), failed.reason());
    }
    return watch.since(0).records().get(0);
  }

  private static List<RecordImage> images(TappedRecord record) {
    return record.steps().stream()
        .map(TapStep::record)
        .flatMap(image -> Optional.ofNullable(image).stream())
        .toList();
  }

  private static void assertNowhere(RecordImage image, String value) {
    assertThat(image.toString()).doesNotContain(value);
  }

  private static Leaf leaf(Node node, String... path) {
    Node at = node;
    for (String name : path) {
      at =
          ((Branch) at)
              .children().stream()
                  .filter(child -> child.name().equals(name))
                  .findFirst()
                  .orElseThrow()
                  .node();
    }
    return (Leaf) at;
  }

  private static SourceRecord event() {
    Struct value =
        new Struct(EVENT)
            .put("before", image(1, MAIL, "x"))
            .put("after", image(1, MAIL, "y"))
            .put("op", "u");
    return new SourceRecord(
        Map.of("db", "shop"),
        Map.of("lsn", 7L),
        "orders",
        null,
        KEY,
        new Struct(KEY).put("email", MAIL),
        EVENT,
        value);
  }

  private static SourceRecord row(int id, @Nullable String mail, @Nullable String note) {
    return new SourceRecord(
        Map.of(), Map.of(), "orders", null, null, null, ROW, image(id, mail, note));
  }

  private static Struct image(int id, @Nullable String mail, @Nullable String note) {
    return new Struct(ROW)
        .put("id", id)
        .put("email", mail)
        .put("pin", 7)
        .put("note", note)
        .put("address", new Struct(ADDRESS).put("street", STREET));
  }
}
