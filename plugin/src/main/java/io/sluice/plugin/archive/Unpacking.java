package io.sluice.plugin.archive;

import io.sluice.plugin.InstallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of a {@code zip}, a {@code tar.gz} or a folder into an empty folder. Only plain
 * files and folders come in, none outside of the target, none twice, and no more than {@link
 * Limits} allows. What is refused leaves behind what came before it: unpack into a folder that can
 * be thrown away. Safe for use by several threads.
 */
public final class Unpacking {
  private final Limits limits;

  /**
   * How much is taken for a plugin.
   *
   * @param entries files and folders
   * @param bytes of all files, unpacked
   */
  public record Limits(int entries, long bytes) {
    /** More than the largest connectors known have by ten times. */
    public static final Limits USUAL = new Limits(50_000, 2L << 30);
  }

  public Unpacking(Limits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks {@code archive} into {@code target}, which exists and is empty. Which kind of archive
   * it is, its first bytes say.
   *
   * @throws InstallException when it is no archive, is damaged, or holds what is not taken
   */
  public void unpack(Path archive, Path target) {
    Taken taken = new Taken(archive, target, limits);
    try {
      switch (magic(archive)) {
        case ZIP -> zip(archive, taken);
        case GZIP -> tar(archive, taken);
        case OTHER ->
            throw Files.size(archive) == 0
                ? taken.refused("is empty", "Fetch it again.")
                : taken.refused(
                    "is neither a zip nor a tar.gz archive, by its first bytes",
                    "A plugin comes as a zip, a tar.gz, a jar or a folder of jars.");
      }
    } catch (FileSystemException e) {
      throw new InstallException(
          InstallException.Kind.FOLDER,
          archive + " cannot be unpacked into " + target + "; check that both can be used",
          null,
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(archive, "what is in it cannot be read", e);
    }
  }

  private static InstallException damaged(Path archive, String how, @Nullable Exception cause) {
    return new InstallException(
        InstallException.Kind.REFUSED,
        archive + " cannot be unpacked: it is damaged or cut off: " + how,
        "Fetch it again.",
        cause);
  }

  /**
   * Copies the files of a folder.
   *
   * @throws InstallException when it holds what is not taken
   */
  public void copy(Path folder, Path target) {
    Taken taken = new Taken(folder, target, limits);
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        String name = folder.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          throw taken.refusedLink("has a link: " + name);
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          try (InputStream in = Files.newInputStream(path)) {
            taken.file(name, in);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new InstallException(
          InstallException.Kind.FOLDER, folder + " cannot be copied to " + target, null, e);
    }
  }

  private enum Magic {
    ZIP,
    GZIP,
    OTHER
  }

  private static Magic magic(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      byte[] first = in.readNBytes(2);
      if (first.length == 2 && first[0] == 'P' && first[1] == 'K') {
        return Magic.ZIP;
      }
      return first.length == 2 && first[0] == (byte) 0x1f && first[1] == (byte) 0x8b
          ? Magic.GZIP
          : Magic.OTHER;
    }
  }

  private static void zip(Path archive, Taken taken) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      // Of a zip that was cut off, the directory that is found last is that of a jar in it.
      if (zip.getFirstLocalFileHeaderOffset() != 0) {
        throw damaged(archive, "its directory is not that of the whole file", null);
      }
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (entry.isUnixSymlink()) {
          throw taken.refusedLink("has a link: " + entry.getName());
        } else if (entry.isDirectory()) {
          taken.folder(entry.getName());
        } else {
          // The library compares no checksum.
          CRC32 found = new CRC32();
          try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), found)) {
            long bytes = taken.file(entry.getName(), in);
            if (bytes != entry.getSize() || found.getValue() != entry.getCrc()) {
              throw damaged(archive, "size or checksum of " + entry.getName() + " is wrong", null);
            }
          }
        }
      }
    }
  }

  private static void tar(Path archive, Taken taken) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        InputStream plain = new GZIPInputStream(in, 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isDirectory()) {
          taken.folder(entry.getName());
        } else if (isPlainFile(entry)) {
          taken.file(entry.getName(), tar);
        } else {
          throw taken.refusedLink("has a link or device: " + entry.getName());
        }
      }
      plain.transferTo(OutputStream.nullOutputStream()); // the checksum is behind the last byte
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    // isFile() of the library is true of pipes and devices.
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
          !entry.isSparse();
      default -> false;
    };
  }

  /**
   * Many archives hold one folder with everything in it. Returns that folder, or {@code unpacked}
   * itself where there is more than one thing in it.
   */
  public static Path inner(Path unpacked) {
    try (Stream<Path> children = Files.list(unpacked)) {
      List<Path> all = children.limit(2).toList();
      return all.size() == 1 && Files.isDirectory(all.get(0)) ? all.get(0) : unpacked;
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + unpacked, e);
    }
  }
}
