package io.sluice.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * A PostgreSQL that Debian's packages installed on this machine, for extensions that the usual
 * binaries lack (PostGIS, pgvector).
 *
 * @param programs the folder of its programs
 */
public record InstalledPostgres(Path programs) {

  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
  private static final Path SHARED = Path.of("/usr/share/postgresql");

  /** The newest one that has all of the extensions; none if there is no such. */
  public static Optional<InstalledPostgres> with(String... extensions) {
    if (!Files.isDirectory(PROGRAMS)) {
      return Optional.empty();
    }
    try (Stream<Path> releases = Files.list(PROGRAMS)) {
      return releases
          .filter(release -> Files.isExecutable(release.resolve("bin/initdb")))
          .filter(release -> has(release.getFileName().toString(), extensions))
          .max(Comparator.comparing(release -> Integer.valueOf(release.getFileName().toString())))
          .map(release -> new InstalledPostgres(release.resolve("bin")));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into " + PROGRAMS, e);
    }
  }

  /** Starts a server of it, with settings as in {@code postgresql.conf}. */
  public PostgresServer start(Map<String, String> settings) {
    try {
      Path archive = Files.createTempFile("sluice-postgres-", ".jar");
      archive.toFile().deleteOnExit();
      write(archive);
      Map<String, String> all = new HashMap<>(settings);
      // Debian's default folder belongs to Debian's own server.
      all.putIfAbsent("unix_socket_directories", "");
      return PostgresServer.start(all, archive);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use the PostgreSQL in " + programs, e);
    }
  }

  /**
   * In the form of the usual binaries' archives, but with links in the place of programs: a program
   * finds its libraries from where it really lies.
   */
  private void write(Path archive) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      zip.putNextEntry(new ZipEntry("installed.txz"));
      XZOutputStream packed = new XZOutputStream(zip, new LZMA2Options());
      TarArchiveOutputStream tar = new TarArchiveOutputStream(packed);
      tar.putArchiveEntry(new TarArchiveEntry("bin/"));
      tar.closeArchiveEntry();
      for (String program : List.of("initdb", "pg_ctl", "postgres")) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + program, TarConstants.LF_SYMLINK);
        link.setLinkName(programs.resolve(program).toString());
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      tar.finish();
      packed.finish();
      zip.closeEntry();
    }
  }

  private static boolean has(String release, String... extensions) {
    return Stream.of(extensions)
        .allMatch(
            extension ->
                Files.exists(
                    SHARED.resolve(release).resolve("extension/" + extension + ".control")));
  }
}
