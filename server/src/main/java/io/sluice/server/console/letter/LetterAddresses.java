package io.sluice.server.console.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.server.console.page.Addresses;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.view.LetterSpan;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Addresses of the pages of dead letters. */
public final class LetterAddresses {
  /** Those of all pipelines. */
  public static final String ALL = "/letters";

  /** Of an action's query: with all open letters of the pipeline. */
  static final String EACH = "?all=true";

  private static final String LETTERS = "letters";

  private LetterAddresses() {}

  /** Those of a pipeline. */
  public static String of(String pipeline) {
    return Addresses.pipeline(pipeline, LETTERS);
  }

  /** Kinds over a time. */
  static String kinds(String path, LetterSpan span, boolean closed) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("span", span == LetterSpan.DAY ? "" : span.id());
    query.put("closed", closed ? "true" : "");
    return Addresses.query(path, query);
  }

  /** Letters of one kind. */
  public static String kind(String pipeline, String signature) {
    return Addresses.query(of(pipeline), Map.of("signature", signature));
  }

  /** One letter. */
  public static String letter(String pipeline, long id) {
    return letter(pipeline, "" + id);
  }

  /** The same by what people call it. */
  public static String letter(String pipeline, String id) {
    return of(pipeline) + "/" + part(id);
  }

  private static String part(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  /** Editing a copy of a letter, or a copy. */
  public static String edit(String pipeline, long id) {
    return letter(pipeline, id) + "/edit";
  }

  /** Trying out what would become of a letter. */
  public static String test(String pipeline, long id) {
    return letter(pipeline, id) + "/test";
  }

  /** The whole record, as a file. */
  static String download(String pipeline, String id) {
    return call(pipeline, id) + "/record";
  }

  /** Where the API has it. */
  static String call(String pipeline, String id) {
    return "/api/v1" + Addresses.pipeline(pipeline, "dead-letters/" + part(id));
  }

  /**
   * Having something done with letters.
   *
   * @param query {@code ?id=}, {@code ?signature=} or {@link #EACH}
   */
  public static String act(String pipeline, LetterJob.Kind kind, String query) {
    return of(pipeline) + "/do/" + kind.name().toLowerCase(Locale.ROOT) + query;
  }

  /** A job. */
  public static String job(LetterJob job) {
    return of(job.pipeline()) + "/jobs/" + job.id();
  }
}
