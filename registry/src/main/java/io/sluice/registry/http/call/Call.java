package io.sluice.registry.http.call;

import io.javalin.http.Context;
import io.sluice.http.body.RequestBody;
import io.sluice.http.limit.Workers;
import io.sluice.registry.http.access.User;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request that may be made, as an endpoint reads it. For one thread. */
public final class Call {
  /** Why somebody changes something: kept with the change. Ours, no other registry has it. */
  private static final String REASON = "X-Sluice-Reason";

  /** A client that is not confused by fields that it does not know says so with this. */
  private static final String UNKNOWN_FIELDS = "Confluent-Accept-Unknown-Properties";

  private static final int LONGEST_REASON = 500;

  private final Context context;
  private final @Nullable User user;
  private final RequestBody.Read body;
  private final JsonText json;
  private final Workers workers;

  Call(
      Context context, @Nullable User user, RequestBody.Read body, JsonText json, Workers workers) {
    this.context = context;
    this.user = user;
    this.body = body;
    this.json = json;
    this.workers = workers;
  }

  /** A part of the path, decoded. */
  public String path(String name) {
    return context.pathParam(name);
  }

  /**
   * A part of the path that is a whole number.
   *
   * @throws ApiException 404 if it is none, since no such path exists
   */
  public int pathNumber(String name) {
    try {
      return Integer.parseInt(path(name));
    } catch (NumberFormatException e) {
      throw ApiException.notFound();
    }
  }

  /**
   * The subject in the path, in the context that the path is under ({@code
   * /contexts/:.team:/subjects/orders-value}) if it names none itself.
   */
  public String subject() {
    return inContext(path("subject"));
  }

  /** The same of a subject that stands elsewhere. */
  public String inContext(String subject) {
    return subject.startsWith(":.") || subject.startsWith(":*:") ? subject : context() + subject;
  }

  /**
   * The context that the path is under, as subjects have it in front; empty if it is under none.
   */
  public String context() {
    String said = context.pathParamMap().get("context");
    if (said == null) {
      return "";
    }
    String bare = said.startsWith(":") ? said.substring(1) : said;
    bare = bare.endsWith(":") ? bare.substring(0, bare.length() - 1) : bare;
    return ":" + (bare.startsWith(".") ? bare : "." + bare) + ":";
  }

  /**
   * A parameter that is true or false; false if it is not there.
   *
   * @throws ApiException 400 if it is something else
   */
  public boolean flag(String name) {
    String text = context.queryParam(name);
    if (text == null || text.isEmpty() || text.equalsIgnoreCase("false")) {
      return false;
    }
    if (!text.equalsIgnoreCase("true")) {
      throw new ApiException(400, "Parameter " + name + ": expected true or false");
    }
    return true;
  }

  /** A parameter. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  /** All parameters of that name. */
  public List<String> texts(String name) {
    return context.queryParams(name);
  }

  /** The part of a list that is asked for. */
  public Page page() {
    return new Page(number("offset", 0), number("limit", -1));
  }

  /**
   * The same of a list whose entries may be long.
   *
   * @param most how many it has at most, asked for or not
   */
  public Page page(int most) {
    Page asked = page();
    boolean within = asked.limit() >= 0 && asked.limit() <= most;
    return within ? asked : new Page(asked.offset(), most);
  }

  /** Whether it is also about what was soft-deleted. */
  public Deleted deleted() {
    if (flag("deletedOnly")) {
      return Deleted.ONLY;
    }
    return flag("deleted") ? Deleted.INCLUDED : Deleted.HIDDEN;
  }

  private int number(String name, int preset) {
    String text = context.queryParam(name);
    if (text == null || text.isEmpty()) {
      return preset;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ApiException(400, 400, "Parameter " + name + ": expected a whole number", e);
    }
  }

  /**
   * The body.
   *
   * @throws ApiException 400 if it is not such a document
   */
  public <T> T body(Class<T> type) {
    return json.read(body.bytes(), type);
  }

  /** Who asks, and why if they said. */
  public Actor actor() {
    String reason = context.header(REASON);
    String why = reason == null ? "" : reason.replaceAll("\\p{Cntrl}", " ").strip();
    return new Actor(
        user == null ? "anonymous at " + context.req().getRemoteAddr() : user.name(),
        why.substring(0, Math.min(why.length(), LONGEST_REASON)));
  }

  /** Whether the answer may have fields that older clients do not know. */
  public boolean acceptsUnknownFields() {
    return "true".equalsIgnoreCase(context.header(UNKNOWN_FIELDS));
  }

  /**
   * Has schemas read and compared, within the time for that. Work that goes on after it keeps the
   * body's room in the heap.
   */
  public <T> T work(Supplier<T> work) {
    return workers.call(work, body.room().share());
  }
}
