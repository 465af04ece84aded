package io.sluice.connector.table.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class UnpackedLibraryTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  @TempDir Path below;

  private static MappedByteBuffer loaded(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(1);
      return open.getChannel().map(MapMode.READ_ONLY, 0, 1);
    }
  }

  @Test
  void what_a_driver_unpacked_and_loaded_is_deleted() throws IOException {
    Path library = Files.createTempFile("unpacked-", ".so");

    MappedByteBuffer use = loaded(library);
    UnpackedLibrary.delete("unpacked-");

    assertThat(library).doesNotExist();
    assertThat(use.get(0)).isZero();
  }

  @Test
  void a_library_that_is_not_loaded_here_stays() throws IOException {
    Path library = Files.createTempFile("unpacked-", ".so");

    UnpackedLibrary.delete("unpacked-");

    assertThat(library).exists();
    Files.delete(library);
  }

  @Test
  void a_jar_of_that_name_and_what_lies_deeper_stay() throws IOException {
    Path jar = Files.createTempFile(TEMPORARY, "unpacked-", ".jar");
    Path deeper = below.resolve("unpacked-1.so");
    MappedByteBuffer one = loaded(jar);
    MappedByteBuffer other = loaded(deeper);

    UnpackedLibrary.delete("unpacked-");

    assertThat(jar).exists();
    assertThat(deeper).exists();
    assertThat(one.get(0)).isEqualTo(other.get(0));
    Files.delete(jar);
  }
}
