package io.sluice.cli.schema.files;

import io.sluice.schema.SchemaType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Subjects as names of files and back: what not every file system takes is written as in URLs,
 * {@code %3A} for a colon, {@code %4F} for a capital O.
 */
public final class SubjectFileNames {
  /** The longest first: {@code .schema.json} is also {@code .json}. */
  private static final List<Entry<String, SchemaType>> ENDINGS =
      List.of(
          java.util.Map.entry(".schema.json", SchemaType.JSON),
          java.util.Map.entry(".avsc", SchemaType.AVRO),
          java.util.Map.entry(".json", SchemaType.JSON),
          java.util.Map.entry(".proto", SchemaType.PROTOBUF));

  private static final int LONGEST = 200;
  private static final int HASH_BYTES = 16;
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");

  private SubjectFileNames() {}

  /** In which language a file of that name is written; empty if it has no schema. */
  public static Optional<SchemaType> type(String fileName) {
    return ENDINGS.stream()
        .filter(ending -> fileName.endsWith(ending.getKey()))
        .map(Entry::getValue)
        .findFirst();
  }

  /** The subject of which a file of that name has a schema: what stands before the ending. */
  public static String subject(String fileName) {
    String name =
        ENDINGS.stream()
            .map(Entry::getKey)
            .filter(fileName::endsWith)
            .findFirst()
            .map(ending -> fileName.substring(0, fileName.length() - ending.length()))
            .orElse(fileName);
    return decode(name);
  }

  /**
   * A subject as a name that every file system takes, and tells from those of all others: without
   * capitals, which some do not tell from small letters, and of {@value #LONGEST} characters at
   * most. What is longer ends in a hash, and cannot be read back.
   */
  public static String encode(String subject) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
      // A dot in front is a hidden file or a way out of the folder; at the end Windows drops it.
      boolean dot = c == '.' && i > 0 && i < bytes.length - 1;
      if (plain || dot) {
        name.append(c);
      } else {
        name.append(escaped(c));
      }
    }
    if (name.isEmpty()) {
      return "%"; // Nothing else begins so and ends there.
    }
    if (isDevice(name)) {
      name.replace(0, 1, escaped(name.charAt(0)));
    }
    return name.length() <= LONGEST ? name.toString() : shortened(name, bytes);
  }

  private static String escaped(char c) {
    return String.format("%%%02X", (int) c);
  }

  /** Whether Windows means a device by it, whatever stands behind a dot. */
  private static boolean isDevice(CharSequence name) {
    return DEVICE.matcher(name).matches();
  }

  /** No short name has a tilde, so none is this one. */
  private static String shortened(StringBuilder name, byte[] subject) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject);
      String begin = name.substring(0, LONGEST - 2 * HASH_BYTES - 1);
      return begin + "~" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String decode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream subject = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        subject.write(high * 16 + low);
        i += 2;
      } else {
        subject.write(bytes[i]);
      }
    }
    return subject.toString(StandardCharsets.UTF_8);
  }
}
