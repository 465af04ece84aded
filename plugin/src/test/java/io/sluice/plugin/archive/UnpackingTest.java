package io.sluice.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.plugin.InstallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path work;
  private Path target;

  @BeforeEach
  void target() throws IOException {
    target = Files.createDirectories(work.resolve("inside").resolve("target"));
  }

  private Path zip(String... names) throws IOException {
    Path zip = work.resolve("a.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      for (String name : names) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        out.putArchiveEntry(entry);
        if (!entry.isDirectory()) {
          out.write(CONTENT);
        }
        out.closeArchiveEntry();
      }
    }
    return zip;
  }

  private Path tar(TarArchiveEntry... entries) throws IOException {
    Path tar = work.resolve("a.tar.gz");
    try (TarArchiveOutputStream out =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(tar)))) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (TarArchiveEntry entry : entries) {
        out.putArchiveEntry(entry);
        if (entry.getSize() > 0) {
          out.write(CONTENT);
        }
        out.closeArchiveEntry();
      }
    }
    return tar;
  }

  private static TarArchiveEntry file(String name) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(CONTENT.length);
    return entry;
  }

  private void unpack(Path archive) {
    new Unpacking(Unpacking.Limits.USUAL).unpack(archive, target);
  }

  /** Everything below the test's folder but the archives. */
  private List<String> files() throws IOException {
    try (Stream<Path> tree = Files.walk(work)) {
      return tree.filter(Files::isRegularFile)
          .map(p -> work.relativize(p).toString())
          .filter(name -> !name.startsWith("a."))
          .sorted()
          .toList();
    }
  }

  @Test
  void a_zip_comes_out_as_it_went_in() throws Exception {
    unpack(zip("shop/", "shop/lib/a.jar", "shop/b.jar"));

    assertThat(files()).containsExactly("inside/target/shop/b.jar", "inside/target/shop/lib/a.jar");
    assertThat(target.resolve("shop/b.jar")).hasBinaryContent(CONTENT);
    assertThat(Unpacking.inner(target)).isEqualTo(target.resolve("shop"));
  }

  @Test
  void a_tar_comes_out_as_it_went_in_however_long_its_names_are() throws Exception {
    String longName = "shop/" + "x".repeat(180) + ".jar";

    unpack(tar(file("./shop/a.jar"), file(longName)));

    assertThat(files()).containsExactly("inside/target/shop/a.jar", "inside/target/" + longName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/evil",
        "a/..",
        "C:/evil",
        "a\\..\\..\\evil",
        "a//b",
        ".."
      })
  void no_path_of_a_zip_leaves_the_folder(String name) throws Exception {
    Path zip = zip("good.jar", name);

    // The library that writes the test's archives turns backslashes round.
    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("leave its folder");
    assertThat(files()).containsExactly("inside/target/good.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "a/.."})
  void no_path_of_a_tar_leaves_the_folder(String name) throws Exception {
    Path tar = tar(file("good.jar"), file(name));

    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("leave its folder");
    assertThat(files()).containsExactly("inside/target/good.jar");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_FIFO,
        TarConstants.LF_CHR
      })
  void links_and_devices_of_a_tar_are_refused(byte kind) throws Exception {
    TarArchiveEntry entry = new TarArchiveEntry("lib", kind);
    entry.setLinkName("/etc");
    Path tar = tar(entry, file("lib/passwd"));

    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("link or device");
    assertThat(files()).isEmpty();
  }

  @Test
  void links_of_a_zip_are_refused() throws Exception {
    Path zip = work.resolve("a.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      ZipArchiveEntry entry = new ZipArchiveEntry("lib");
      entry.setUnixMode(0120777);
      out.putArchiveEntry(entry);
      out.write("/etc".getBytes(StandardCharsets.UTF_8));
      out.closeArchiveEntry();
    }

    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("link");
    assertThat(files()).isEmpty();
  }

  @Test
  void more_bytes_than_allowed_are_not_written_whatever_the_archive_says() throws Exception {
    Path zip = work.resolve("a.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      out.putArchiveEntry(new ZipArchiveEntry("zeros"));
      for (int i = 0; i < 64; i++) {
        out.write(new byte[1 << 20]);
      }
      out.closeArchiveEntry();
    }
    assertThat(Files.size(zip)).isLessThan(1 << 20);

    assertThatThrownBy(() -> new Unpacking(new Unpacking.Limits(10, 4 << 20)).unpack(zip, target))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("more than 4 MB");
    assertThat(Files.size(target.resolve("zeros"))).isLessThanOrEqualTo(4 << 20);
  }

  @Test
  void more_entries_than_allowed_are_refused() throws Exception {
    Path zip = zip("a", "b", "c");

    assertThatThrownBy(() -> new Unpacking(new Unpacking.Limits(2, 1000)).unpack(zip, target))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("more than 2 entries");
  }

  @Test
  void a_file_that_comes_twice_is_refused() throws Exception {
    Path tar = tar(file("a.jar"), file("a.jar"));

    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("a.jar twice");
  }

  @Test
  void an_archive_that_is_cut_off_is_refused() throws Exception {
    Path tar = tar(file("a.jar"), file("b.jar"));
    byte[] all = Files.readAllBytes(tar);
    Files.write(tar, Arrays.copyOf(all, all.length / 2));

    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("damaged or cut off");
  }

  /** Stored, so that one byte of the archive is one of the file. */
  private Path stored(int files) throws IOException {
    Path zip = work.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (int i = 0; i < files; i++) {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream inside = new ZipOutputStream(jar)) {
          inside.setLevel(Deflater.NO_COMPRESSION);
          inside.putNextEntry(new ZipEntry("inside"));
          inside.write(CONTENT);
        }
        out.putNextEntry(new ZipEntry("shop/" + i + ".jar"));
        out.write(jar.toByteArray());
      }
    }
    return zip;
  }

  private static void damage(Path archive) throws IOException {
    byte[] all = Files.readAllBytes(archive);
    String text = new String(all, StandardCharsets.ISO_8859_1);
    all[text.lastIndexOf("content")] ^= 1;
    Files.write(archive, all);
  }

  @Test
  void a_zip_with_a_damaged_file_is_refused_by_its_name() throws Exception {
    Path zip = stored(3);
    damage(zip);

    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("checksum of shop/2.jar is wrong");
  }

  @Test
  void a_zip_that_is_cut_off_behind_a_jar_is_not_taken_for_that_jar() throws Exception {
    Path zip = stored(3);
    byte[] all = Files.readAllBytes(zip);
    int third = new String(all, StandardCharsets.ISO_8859_1).indexOf("shop/2.jar") - 30;
    Files.write(zip, Arrays.copyOf(all, third));

    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("damaged or cut off");
    assertThat(files()).isEmpty();
  }

  @Test
  void a_tar_with_a_damaged_file_is_refused() throws Exception {
    Path tar = work.resolve("a.tar.gz");
    GZIPOutputStream stored =
        new GZIPOutputStream(Files.newOutputStream(tar)) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        };
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(stored)) {
      out.putArchiveEntry(file("shop/a.jar"));
      out.write(CONTENT);
      out.closeArchiveEntry();
    }
    damage(tar);

    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("damaged or cut off");
  }

  @Test
  void what_is_no_archive_is_refused() throws Exception {
    Path text = Files.writeString(work.resolve("a.zip"), "<html>not found</html>");

    assertThatThrownBy(() -> unpack(text))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("neither a zip nor a tar.gz");
  }

  @Test
  void an_empty_file_is_told_from_one_that_is_no_archive() throws Exception {
    Path empty = Files.createFile(work.resolve("a.zip"));

    assertThatThrownBy(() -> unpack(empty))
        .isInstanceOfSatisfying(
            InstallException.class, e -> assertThat(e.hint()).isEqualTo("Fetch it again."))
        .hasMessageContaining("it is empty");
  }

  @Test
  void links_in_a_folder_are_refused() throws Exception {
    Path folder = Files.createDirectories(work.resolve("a.folder"));
    Files.createSymbolicLink(folder.resolve("lib.jar"), Path.of("/etc/passwd"));

    assertThatThrownBy(() -> new Unpacking(Unpacking.Limits.USUAL).copy(folder, target))
        .isInstanceOfSatisfying(
            InstallException.class, e -> assertThat(e.hint()).doesNotContain("Unpack"))
        .hasMessageContaining("has a link: lib.jar");
    assertThat(files()).isEmpty();
  }
}
