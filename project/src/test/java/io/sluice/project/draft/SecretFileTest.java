package io.sluice.project.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir private Path folder;

  @Test
  void of_many_that_make_the_same_file_one_does_and_nothing_else_is_left() throws IOException {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();

    IntStream.range(0, 200)
        .parallel()
        .forEach(
            number -> {
              try {
                SecretFile.make(folder, "shop", Map.of("source.password", "no-" + number));
                made.incrementAndGet();
              } catch (FileAlreadyExistsException e) {
                refused.incrementAndGet();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    assertThat(made).hasValue(1);
    assertThat(refused).hasValue(199);
    try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".gitignore", "shop.properties");
    }
  }

  @Test
  void nobody_but_its_owner_can_read_it() throws IOException {
    Path file = SecretFile.make(folder, "shop", Map.of("source.password", "hunter2"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> SecretFile.make(folder, "shop", Map.of("source.password", "other")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage("secrets/shop.properties");
    assertThat(Files.readString(file)).contains("hunter2");
  }
}
