package io.sluice.registry.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.http.access.SecretHash;
import io.sluice.http.limit.BusyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask: a file with a line for each user, {@code name:read:hash} or {@code name:write:hash},
 * the hash as {@link SecretHash} writes it; empty lines and those with {@code #} in front say
 * nothing. A file that was changed counts from the next request; one that became unreadable is
 * logged, and the users of before stay. May be used from any thread.
 */
public final class Users {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);

  /** Passwords take a processor each for a tenth of a second, whoever sends them. */
  private static final int PASSWORDS_AT_ONCE = 2;

  /** So many more may wait for that: the other threads are for who comes with a token. */
  private static final int PASSWORDS_WAITING = 6;

  private static final long LONGEST_WAIT_SECONDS = 10;

  private static final int RECOGNISED = 1_000;
  private static final Duration RECOGNISED_FOR = Duration.ofMinutes(5);

  private final Path file;
  private final Semaphore passwords = new Semaphore(PASSWORDS_AT_ONCE, true);
  private final Semaphore waiting = new Semaphore(PASSWORDS_AT_ONCE + PASSWORDS_WAITING);
  private final byte[] key = new byte[32];
  private volatile Known known;

  /** Which state of the file could not be read: it is not read, and told, again. */
  private volatile @Nullable Stamp failed;

  private Users(Path file, Known known, SecureRandom random) {
    this.file = file;
    this.known = known;
    random.nextBytes(key);
  }

  /**
   * By what a change of the file is seen.
   *
   * @param length negative if it is not there
   */
  private record Stamp(FileTime changed, long length) {
    static Stamp of(Path file) {
      try {
        return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
      } catch (IOException e) {
        return new Stamp(FileTime.fromMillis(0), -1);
      }
    }
  }

  /** What the file said when it was of that time and length. */
  private record Known(
      Stamp stamp,
      Map<String, Entry> byName,
      Map<ByteBuffer, User> recognised,
      Cache<ByteBuffer, User> passwords) {}

  private record Entry(User user, SecretHash secret) {}

  /**
   * Reads the file.
   *
   * @throws UsersException if it cannot be read, or a line is none; says which
   */
  public static Users of(Path file) {
    return new Users(file, read(file), new SecureRandom());
  }

  /**
   * Who it is by the header {@code Authorization}: a password (Basic, RFC 7617) or a token (Bearer,
   * RFC 6750, or Basic with the token for password). Empty if it is nobody known.
   *
   * @throws BusyException if too many passwords are being looked at
   */
  public Optional<User> recognise(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    int space = authorization.indexOf(' ');
    String scheme = authorization.substring(0, Math.max(0, space)).toLowerCase(Locale.ROOT);
    String credentials = authorization.substring(space + 1).trim();
    Known now = current();
    return switch (scheme) {
      case "bearer" -> token(now, credentials);
      case "basic" -> basic(now, credentials);
      default -> Optional.empty();
    };
  }

  private Optional<User> basic(Known now, String credentials) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(credentials), UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String name = text.substring(0, colon);
    String secret = text.substring(colon + 1);
    Entry entry = now.byName.get(name);
    if (entry == null || entry.secret.isToken()) {
      return token(now, secret).filter(user -> user.name().equals(name));
    }
    // What was right lately is right still: a hash with a key that leaves nothing on a heap dump.
    ByteBuffer seen =
        ByteBuffer.wrap(SecretHash.sha256(Base64.getEncoder().encodeToString(key) + text));
    User user = now.passwords.getIfPresent(seen);
    if (user == null && matches(entry.secret, secret)) {
      user = entry.user;
      now.passwords.put(seen, user);
    }
    return Optional.ofNullable(user);
  }

  private boolean matches(SecretHash hash, String secret) {
    if (!waiting.tryAcquire()) {
      throw busy();
    }
    try {
      if (!passwords.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
      try {
        return hash.matches(secret);
      } finally {
        passwords.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("The server is being stopped");
    } finally {
      waiting.release();
    }
  }

  private static BusyException busy() {
    return new BusyException(
        "Many passwords are being looked at; try again later, or use a token, which takes no time");
  }

  private static Optional<User> token(Known now, String token) {
    return Optional.ofNullable(now.recognised.get(ByteBuffer.wrap(SecretHash.sha256(token))));
  }

  private Known current() {
    Known before = known;
    Stamp now = Stamp.of(file);
    if (now.equals(before.stamp) || now.equals(failed)) {
      return before;
    }
    try {
      Known read = read(file);
      known = read;
      failed = null;
      LOG.info("The file of users was read again: {} users", read.byName.size());
      return read;
    } catch (UsersException e) {
      failed = now;
      LOG.warn(
          "The users of before stay until the file of users is changed again: {}", e.getMessage());
      return before;
    }
  }

  private static Known read(Path file) {
    try {
      Stamp stamp = Stamp.of(file);
      List<String> lines = Files.readAllLines(file, UTF_8);
      Map<String, Entry> byName = new HashMap<>();
      Map<ByteBuffer, User> tokens = new HashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          add(line, file + ":" + (i + 1) + ": ", byName, tokens);
        }
      }
      if (byName.isEmpty()) {
        throw new UsersException(
            file + ": expected a user a line but found none; sluice registry user prints one",
            null);
      }
      return new Known(
          stamp,
          byName,
          tokens,
          Caffeine.newBuilder().maximumSize(RECOGNISED).expireAfterWrite(RECOGNISED_FOR).build());
    } catch (IOException e) {
      throw new UsersException(file + ": the file of users cannot be read: " + e.getMessage(), e);
    }
  }

  private static void add(
      String line, String place, Map<String, Entry> byName, Map<ByteBuffer, User> tokens) {
    String[] parts = line.split(":", 3);
    boolean write = parts.length == 3 && parts[1].equals("write");
    if (parts.length != 3 || parts[0].isBlank() || !(write || parts[1].equals("read"))) {
      throw new UsersException(
          place + "expected name:read:hash or name:write:hash, as sluice registry user prints it",
          null);
    }
    SecretHash secret;
    try {
      secret = SecretHash.parse(parts[2]);
    } catch (IllegalArgumentException e) {
      throw new UsersException(place + e.getMessage() + ", as sluice registry user prints it", e);
    }
    User user = new User(parts[0], write);
    if (byName.putIfAbsent(user.name(), new Entry(user, secret)) != null) {
      throw new UsersException(place + "user '" + user.name() + "' is there twice", null);
    }
    if (secret.isToken()) {
      tokens.put(ByteBuffer.wrap(secret.hash()), user);
    }
  }
}
