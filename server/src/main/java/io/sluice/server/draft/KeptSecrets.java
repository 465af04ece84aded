package io.sluice.server.draft;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.server.access.Identity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Secrets that somebody has typed into a form and not saved yet: in memory alone, for half an hour,
 * for whoever typed them. Thread-safe.
 */
final class KeptSecrets {
  private static final Duration FOR = Duration.ofMinutes(30);
  private static final int MOST = 1_000;
  private static final int ID_BYTES = 16;

  private record Kept(String owner, String secret) {}

  private final Cache<String, Kept> kept =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FOR).build();
  private final SecureRandom random = new SecureRandom();

  /** Keeps one; what is given is to be sent back for it, and tells nothing of it. */
  String keep(Identity who, String secret) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String text = HexFormat.of().formatHex(id);
    kept.put(text, new Kept(who.name(), secret));
    return text;
  }

  /** The one that was kept; empty if it was not by them, or too long ago. */
  Optional<String> find(Identity who, String id) {
    return Optional.ofNullable(kept.getIfPresent(id))
        .filter(one -> one.owner().equals(who.name()))
        .map(Kept::secret);
  }
}
