package io.sluice.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.registry.model.SchemaContent;
import io.sluice.schema.SchemaReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what a content is found again. Made by SHA-256, so that nobody can make two contents that have
 * the same; never changed, since it is stored (Invariant 10).
 *
 * @param text of type, text and references, in hexadecimal
 * @param guid of all of it: a UUID of version 8 (RFC 9562)
 */
public record Fingerprint(String text, String guid) {
  /** Of a content whose text is canonical and whose references have numbers. */
  public static Fingerprint of(SchemaContent content) {
    MessageDigest digest = sha256();
    add(digest, content.type().name());
    add(digest, content.text());
    for (SchemaReference reference : content.references()) {
      add(digest, reference.name());
      add(digest, reference.subject());
      add(digest, Integer.toString(reference.version()));
    }
    byte[] text = digest.digest();
    digest.update(text);
    add(digest, ContentJson.write(content.metadata()));
    add(digest, ContentJson.write(content.ruleSet()));
    ByteBuffer all = ByteBuffer.wrap(digest.digest());
    long most = (all.getLong() & ~0xf000L) | 0x8000L;
    long least = (all.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new Fingerprint(HexFormat.of().formatHex(text), new UUID(most, least).toString());
  }

  /** With its length before it, so that no two lists of parts are the same bytes. */
  private static void add(MessageDigest digest, @Nullable String part) {
    byte[] bytes = part == null ? new byte[0] : part.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(part == null ? -1 : bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
