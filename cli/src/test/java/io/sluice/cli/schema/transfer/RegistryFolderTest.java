package io.sluice.cli.schema.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.schema.transfer.Snapshot.Subject;
import io.sluice.cli.schema.transfer.Snapshot.Version;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.schema.SchemaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as a folder: what is in it, also when its writing is broken off. */
class RegistryFolderTest {
  @TempDir Path folder;
  private RegistryFolder export;

  @BeforeEach
  void in() {
    export = new RegistryFolder(folder);
  }

  @Test
  void subjects_whose_names_differ_in_capitals_alone_have_folders_of_their_own()
      throws IOException {
    Snapshot both = snapshot(subject("orders", "\"int\""), subject("Orders", "\"long\""));

    export.write(both);

    assertThat(export.read()).isEqualTo(both);
    assertThat(names(folder.resolve("subjects"))).containsExactly("%4Frders", "orders");
  }

  @Test
  void a_new_export_takes_the_place_of_the_last_one() throws IOException {
    export.write(snapshot(subject("a", "\"int\""), subject("b", "\"int\"")));
    Snapshot next = snapshot(subject("b", "\"long\""), subject("c", "\"int\""));

    export.write(next);

    assertThat(export.read()).isEqualTo(next);
    assertThat(names(folder)).containsExactly("registry.json", "subjects");
  }

  @Test
  void the_last_export_stays_whole_while_the_next_one_is_written() throws IOException {
    Snapshot last = snapshot(subject("a", "\"int\""), subject("b", "\"int\""));
    export.write(last);
    Entry unwritable =
        new Entry("b", 1, 1, SchemaType.AVRO, "", List.of(), Map.of("x", new Object()), Map.of());

    assertThatThrownBy(() -> export.write(snapshot(subject("a", "\"long\""), subject(unwritable))))
        .isInstanceOf(IOException.class);
    assertThat(export.read()).isEqualTo(last);

    Snapshot next = snapshot(subject("a", "\"long\""));
    export.write(next);
    assertThat(export.read()).isEqualTo(next);
    assertThat(names(folder)).containsExactly("registry.json", "subjects");
  }

  @Test
  void what_was_broken_off_in_the_exchange_is_no_export_but_can_be_made_again() throws IOException {
    Snapshot one = snapshot(subject("a", "\"int\""));
    export.write(one);
    // As it is between the two last steps.
    Files.move(folder.resolve("registry.json"), folder.resolve("registry.json.part"));

    assertThatThrownBy(export::read)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("broken off");
    export.write(one);
    assertThat(export.read()).isEqualTo(one);
  }

  @Test
  void a_folder_with_something_else_in_it_is_left_as_it_is() throws IOException {
    Path own = Files.createDirectories(folder.resolve("subjects")).resolve("mine.txt");
    Files.writeString(own, "mine");

    assertThatThrownBy(() -> export.write(snapshot(subject("a", "\"int\""))))
        .isInstanceOf(CommandFailure.class);

    assertThat(own).hasContent("mine");
  }

  @SafeVarargs
  private static Snapshot snapshot(Map.Entry<String, Subject>... subjects) {
    Map<String, Subject> all = new LinkedHashMap<>();
    for (Map.Entry<String, Subject> each : subjects) {
      all.put(each.getKey(), each.getValue());
    }
    return new Snapshot(Map.of("compatibilityLevel", "FULL"), "READWRITE", all);
  }

  private static Map.Entry<String, Subject> subject(String name, String text) {
    return subject(new Entry(name, 1, 1, SchemaType.AVRO, text, List.of(), Map.of(), Map.of()));
  }

  private static Map.Entry<String, Subject> subject(Entry entry) {
    return Map.entry(
        entry.subject(),
        new Subject(Map.of(), Optional.empty(), Map.of(1, new Version(entry, false))));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
