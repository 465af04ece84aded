package io.sluice.server.api.log;

import io.sluice.server.api.document.LogLines;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log that are closed: {@code server.2026-11-22.0.log.gz} beside {@code server.log},
 * by day and then by number. Thread-safe.
 */
final class RolledLogs {
  private static final int TRAILER = 4;

  private final Path folder;
  private final Pattern name;
  private final LogLineReader reader;

  private record Closed(Path file, String day, int number) {
    static final Comparator<Closed> BY_AGE =
        Comparator.comparing(Closed::day).thenComparingInt(Closed::number);
  }

  /**
   * @param current the file that is written now, whose name ends in {@code .log}
   */
  RolledLogs(Path current, LogLineReader reader) {
    this.folder = current.toAbsolutePath().resolveSibling("");
    String stem = String.valueOf(current.getFileName()).replaceFirst("\\.log$", "");
    this.name =
        Pattern.compile(Pattern.quote(stem) + "\\.(\\d{4}-\\d\\d-\\d\\d)\\.(\\d{1,9})\\.log\\.gz");
    this.reader = reader;
  }

  /** All there are. */
  List<Path> newestFirst() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> closed(file).stream())
          .sorted(Closed.BY_AGE.reversed())
          .map(Closed::file)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Optional<Closed> closed(Path file) {
    Matcher parts = name.matcher(String.valueOf(file.getFileName()));
    return parts.matches()
        ? Optional.of(new Closed(file, parts.group(1), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  /**
   * Puts lines before those that were found, as many as are still wanted. The file is unpacked from
   * its beginning, but no more is kept than these lines.
   *
   * @param room how many bytes of its end are looked at
   * @return how many there are: more than the room if it was not looked at as a whole
   */
  long read(Path file, long room, LogQuery query, Deque<LogLines.Line> found) throws IOException {
    int most = query.most() - found.size();
    Deque<LogLines.Line> these = new ArrayDeque<>();
    long size = 0;
    boolean dropped = false;
    try (InputStream packed = Files.newInputStream(file);
        InputStream plain = new GZIPInputStream(packed, 1 << 16)) {
      size = unpacked(file);
      plain.skipNBytes(Math.max(0, size - room));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
      // What is cut in two is no line of ours, and passed over as such.
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.line(line).filter(query::wants).ifPresent(these::addLast);
        if (these.size() > most) {
          these.removeFirst();
          dropped = true;
        }
      }
    } catch (NoSuchFileException | EOFException | ZipException e) {
      // Too old meanwhile, or it is still being packed: what could be read of it is shown.
    }
    while (!these.isEmpty()) {
      found.addFirst(these.removeLast());
    }
    return dropped ? room + 1 : size;
  }

  /** What a file was before it was packed, which its last bytes say (RFC 1952, ISIZE). */
  private static long unpacked(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(Math.max(0, bytes.length() - TRAILER));
      return Integer.toUnsignedLong(Integer.reverseBytes(bytes.readInt()));
    }
  }
}
