package io.sluice.server.http.asset;

import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Files of the class path, each with a hash of what is in it in its address: browsers keep them for
 * good, and load a changed one at once, since it has another address. Read and packed once.
 * Thread-safe.
 */
public final class Assets {
  private static final String FOLDER = "/static/";
  private static final int HASH_DIGITS = 12;

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, Asset> byName;

  private Assets(Map<String, Asset> byName) {
    this.byName = byName;
  }

  /**
   * A file, as it is and packed.
   *
   * @param gzip empty if it does not get shorter by it
   */
  private record Asset(String url, String type, byte[] bytes, byte[] gzip) {}

  /**
   * Reads them.
   *
   * @param owner beside whose class they are, or whose class path they are on
   * @param resources where each is, as {@link Class#getResource} takes it, by its name in addresses
   */
  public static Assets read(Class<?> owner, Map<String, String> resources) {
    Map<String, Asset> byName = new LinkedHashMap<>();
    resources.forEach((name, resource) -> byName.put(name, read(owner, name, resource)));
    return new Assets(Map.copyOf(byName));
  }

  private static Asset read(Class<?> owner, String name, String resource) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalArgumentException(name + ": of which type such a file is, is not known");
    }
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      byte[] bytes = in.readAllBytes();
      byte[] packed = gzip(bytes);
      return new Asset(
          FOLDER + hash(bytes) + "/" + name,
          type,
          bytes,
          packed.length < bytes.length ? packed : new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where a file is: a path with its hash in it. */
  public String url(String name) {
    return asset(name).url();
  }

  private Asset asset(String name) {
    Asset asset = byName.get(name);
    if (asset == null) {
      throw new IllegalArgumentException(name + " is none of " + byName.keySet());
    }
    return asset;
  }

  /** How long a file is on its way, in bytes. */
  public int bytesOnTheWire(String name) {
    Asset asset = asset(name);
    return asset.gzip().length == 0 ? asset.bytes().length : asset.gzip().length;
  }

  /** By which they are found. Everybody may: the page on which one signs in needs them. */
  public Route route() {
    return Route.get(FOLDER + "{hash}/{name}")
        .described("getAsset", "pages", "A file that pages need")
        .part("hash", "Of what is in the file")
        .part("name", "Of the file")
        .needs(Access.open())
        .answers(Reply.text("*/*", "The file"))
        .does(this::answer);
  }

  private Answer answer(Request request) {
    Asset asset = byName.get(request.part("name"));
    if (asset == null
        || !asset.url().equals(FOLDER + request.part("hash") + "/" + request.part("name"))) {
      throw new ProblemException(ProblemKind.NOT_FOUND, "There is no such file");
    }
    boolean packed =
        asset.gzip().length > 0
            && request.header("Accept-Encoding").filter(Assets::takesGzip).isPresent();
    Answer answer =
        Answer.bytes(asset.type(), packed ? asset.gzip() : asset.bytes())
            .with("Cache-Control", "public, max-age=31536000, immutable")
            .with("Vary", "Accept-Encoding");
    return packed ? answer.with("Content-Encoding", "gzip") : answer;
  }

  private static boolean takesGzip(String acceptEncoding) {
    for (String coding : acceptEncoding.split(",", -1)) {
      String[] parts = coding.strip().split(";", 2);
      if (parts[0].strip().equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
