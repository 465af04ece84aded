package io.sluice.state.file;

import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite reports into what a person can act on. The one place that knows its codes. */
final class StateFault {
  private StateFault() {}

  static StateException writing(Path file, SQLException cause) {
    return of(file, "cannot be written", cause);
  }

  static StateException reading(Path file, SQLException cause) {
    return of(file, "cannot be read", cause);
  }

  private static StateException of(Path file, String what, SQLException cause) {
    if (!(cause instanceof SQLiteException sqlite)) {
      // Not the database's word but the driver's, which has none to say before it has started.
      return new StateException(
          Kind.IO,
          file
              + ": the SQLite driver cannot start. It unpacks its native library into "
              + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
              + ", which must be writable, must allow to execute files, and needs 2 MB. Set"
              + " -Dorg.sqlite.tmpdir to another folder if it is not",
          cause);
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    Kind kind = kindOf(code);
    return new StateException(
        kind, file + ": the state database " + what + " (" + code + "): " + advice(kind), cause);
  }

  private static Kind kindOf(SQLiteErrorCode code) {
    // The primary code is in the lowest byte; the rest of the number refines it.
    return switch (code) {
      // A quota or a limit on file sizes is reported as a failed write, not as a full disk.
      case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE -> Kind.DISK_FULL;
      default ->
          switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
            case SQLITE_FULL -> Kind.DISK_FULL;
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH -> Kind.READ_ONLY;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> Kind.CORRUPT;
            case SQLITE_BUSY, SQLITE_LOCKED -> Kind.BUSY;
            case SQLITE_CONSTRAINT, SQLITE_MISUSE, SQLITE_RANGE -> Kind.MISUSE;
            default -> Kind.IO;
          };
    };
  }

  private static String advice(Kind kind) {
    return switch (kind) {
      case DISK_FULL ->
          "free space on that disk, or raise the quota or file size limit; nothing that was stored"
              + " before is lost";
      case READ_ONLY ->
          "make the file and its folder writable for the user that runs this process, or choose"
              + " another state folder";
      case CORRUPT ->
          "the file is damaged or no database of Sluice; restore it (with its -wal file) from a"
              + " backup, or move it away to start without any remembered position";
      case NEWER -> "it was written by a newer version of Sluice; use that version or a newer one";
      case BUSY -> "another process keeps it locked; find it with 'fuser' and let it finish";
      case UNREACHABLE, REFUSED, LOCKED, MISUSE, IO -> "see the cause";
    };
  }
}
