package io.sluice.cli.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.compare.ComparedTable;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.TableProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a reconciliation came, in a file of the state folder: what was interrupted goes on from
 * there. It has keys of rows, so that nobody but the file's owner reads it, and is gone once a
 * reconciliation has come to its end. Used by one thread.
 */
final class Ledger {
  private static final long WRITTEN_EVERY_NANOS = 1_000_000_000L;

  private final ObjectMapper json = JsonMapper.builder().build();
  private final Path file;
  private final Pause pause;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long written;

  /**
   * A table in a sink.
   *
   * @param shape of what was compared with what; another one begins anew
   * @param outcome what was found; null if the table was not finished
   * @param progress how far it came; null if it was finished
   */
  record Entry(String shape, @Nullable TableOutcome outcome, @Nullable TableProgress progress) {}

  /** What the file says. */
  record Content(Map<String, Entry> tables) {}

  private Ledger(Path file, Pause pause) {
    this.file = file;
    this.pause = pause;
    written = pause.nanos() - WRITTEN_EVERY_NANOS;
  }

  /** A new one, in place of one that is there. */
  static Ledger begun(Path stateFolder, String pipeline, Pause pause) throws IOException {
    Ledger ledger = new Ledger(file(stateFolder, pipeline), pause);
    ledger.end();
    return ledger;
  }

  /** The one that an interrupted reconciliation left; empty if there is none. */
  static Optional<Ledger> left(Path stateFolder, String pipeline, Pause pause) throws IOException {
    Ledger ledger = new Ledger(file(stateFolder, pipeline), pause);
    if (!Files.exists(ledger.file)) {
      return Optional.empty();
    }
    ledger.entries.putAll(
        ledger.json.readValue(Files.readAllBytes(ledger.file), Content.class).tables());
    return Optional.of(ledger);
  }

  private static Path file(Path stateFolder, String pipeline) {
    return stateFolder.resolve(
        "reconcile-" + pipeline.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
  }

  /** What was found of a table that was finished. */
  Optional<TableOutcome> outcome(String sink, ComparedTable table) {
    return entry(sink, table).map(Entry::outcome);
  }

  /** How far an unfinished one came. */
  Optional<TableProgress> progress(String sink, ComparedTable table) {
    return entry(sink, table).map(Entry::progress);
  }

  private Optional<Entry> entry(String sink, ComparedTable table) {
    return Optional.ofNullable(entries.get(name(sink, table)))
        .filter(entry -> entry.shape().equals(shape(table)));
  }

  private static String name(String sink, ComparedTable table) {
    return sink + "/" + table.name();
  }

  private static String shape(ComparedTable table) {
    try {
      byte[] text = table.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Notes how far a table came; on disk within a second or so. */
  void reached(String sink, ComparedTable table, TableProgress progress) throws IOException {
    entries.put(name(sink, table), new Entry(shape(table), null, progress));
    if (pause.nanos() - written >= WRITTEN_EVERY_NANOS) {
      write();
    }
  }

  /** Notes what was found of a table. */
  void finished(String sink, ComparedTable table, TableOutcome outcome) throws IOException {
    entries.put(name(sink, table), new Entry(shape(table), outcome, null));
    write();
  }

  private void write() throws IOException {
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return; // Nothing ever ran here: there is little to compare.
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(next, json.writeValueAsBytes(new Content(entries)));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    written = pause.nanos();
  }

  /** Forgets: everything was compared. */
  void end() throws IOException {
    Files.deleteIfExists(file);
  }
}
