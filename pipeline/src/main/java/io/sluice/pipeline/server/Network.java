package io.sluice.pipeline.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike, in the notation of RFC 4632: {@code 10.0.0.0/8}, {@code fd00::/8}, or
 * one address.
 */
public final class Network {
  private static final String PART = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern LITERAL =
      Pattern.compile(PART + "(\\." + PART + "){3}|[0-9a-f:]*:[0-9a-f:.]*");

  private final String text;
  private final byte[] start;
  private final int bits;

  private Network(String text, byte[] start, int bits) {
    this.text = text;
    this.start = start;
    this.bits = bits;
  }

  /** Empty if the text is nothing of the kind. Names are none: what they mean may change. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    byte[] start = address.get().getAddress();
    int all = start.length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new Network(text, start, all));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > all) {
      return Optional.empty();
    }
    return Optional.of(new Network(text, start, Integer.parseInt(length)));
  }

  /** An address that is written out, never looked up; empty for anything else. */
  public static Optional<InetAddress> address(String text) {
    if (!LITERAL.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      return Optional.empty();
    }
    try {
      // With a colon, or in four such parts, it is read as an address: nobody is asked.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != start.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (other[i] != start[i]) {
        return false;
      }
    }
    int mask = 0xff & ~(0xff >> bits % Byte.SIZE);
    return mask == 0 || (other[whole] & mask) == (start[whole] & mask);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && network.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
