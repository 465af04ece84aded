package io.sluice.cli.live;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.project.ProjectException;
import io.sluice.project.query.MissingDatabaseException;
import io.sluice.project.query.NotAQueryException;
import io.sluice.project.query.RowDeletion;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of one pipeline that runs, as calls of its control. */
final class LiveRequests {
  private static final Logger log = LoggerFactory.getLogger(LiveRequests.class);
  private static final int LARGEST_REQUEST = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final UnaryOperator<String> redaction;

  /**
   * @param redaction takes secrets out of error texts (invariant 9)
   */
  LiveRequests(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  /** What is answered: a status of HTTP's, and what becomes JSON. */
  record Answer(int status, Object document) {}

  /**
   * Does what was asked.
   *
   * @param request method and last part of the path: {@code POST /pause}
   */
  Answer answer(LiveControl control, String request, InputStream body) throws IOException {
    try {
      return handle(control, request, body);
    } catch (NotAQueryException | IllegalArgumentException e) {
      return new Answer(400, error(ExitCode.USAGE, text(e)));
    } catch (SQLException e) {
      boolean connecting = String.valueOf(e.getSQLState()).startsWith("08");
      return new Answer(422, error(connecting ? ExitCode.UNREACHABLE : ExitCode.FAILED, text(e)));
    } catch (CommandFailure e) {
      return new Answer(422, error(e.code(), text(e)));
    } catch (ProjectException e) {
      return new Answer(422, error(ExitCode.of(e.kind()), text(e)));
    } catch (MissingDatabaseException e) {
      return new Answer(422, error(ExitCode.NOT_FOUND, text(e)));
    } catch (RuntimeException e) {
      log.warn("Request {} failed", request, e);
      return new Answer(500, error(ExitCode.FAILED, text(e)));
    }
  }

  private Answer handle(LiveControl control, String request, InputStream sent)
      throws IOException, SQLException {
    return switch (request) {
      case "GET /status" -> status(control);
      case "POST /pause" -> {
        control.pause();
        yield status(control);
      }
      case "POST /resume" -> {
        control.resume();
        yield status(control);
      }
      case "POST /stop" -> {
        control.stop();
        yield status(control);
      }
      case "POST /restart" ->
          new Answer(200, Map.of("meaning", control.restart(body(sent).path("task").asText(""))));
      case "POST /sql" -> new Answer(200, query(control, body(sent)));
      case "POST /signal" -> {
        JsonNode body = body(sent);
        control.signal(
            body.path("id").asText(""), body.path("type").asText(""), body.path("data").toString());
        yield new Answer(200, Map.of());
      }
      case "POST /delete" -> new Answer(200, delete(control, body(sent)));
      case "POST /replay" -> new Answer(200, replay(control, body(sent)));
      default -> new Answer(404, error(ExitCode.NOT_FOUND, request));
    };
  }

  private static Answer status(LiveControl control) {
    return new Answer(200, RunDocument.of(control.status()));
  }

  private static Object query(LiveControl control, JsonNode body) throws SQLException {
    int limit = Math.min(Math.max(1, body.path("limit").asInt(1000)), 1_000_000);
    return QueryDocument.of(
        control.query(body.path("sink").asText(""), body.path("sql").asText(""), limit));
  }

  private static Object delete(LiveControl control, JsonNode body) throws SQLException {
    List<String> columns = new ArrayList<>();
    body.path("columns").forEach(column -> columns.add(column.asText()));
    List<RowDeletion.Kind> kinds = new ArrayList<>();
    body.path("kinds").forEach(kind -> kinds.add(RowDeletion.Kind.valueOf(kind.asText())));
    List<List<String>> keys = new ArrayList<>();
    for (JsonNode key : body.path("keys")) {
      List<String> texts = new ArrayList<>();
      key.forEach(text -> texts.add(text.asText()));
      keys.add(texts);
    }
    RowDeletion rows = new RowDeletion(body.path("table").asText(""), columns, kinds, keys);
    return Map.of("deleted", control.delete(body.path("sink").asText(""), rows));
  }

  private static Object replay(LiveControl control, JsonNode body) {
    List<Long> ids = new ArrayList<>();
    body.path("ids").forEach(id -> ids.add(id.asLong()));
    ReplayOutcome outcome = control.replay(ids);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("replayed", outcome.replayed());
    document.put("failed_again", outcome.failedAgain());
    return document;
  }

  private static JsonNode body(InputStream sent) throws IOException {
    byte[] bytes = sent.readNBytes(LARGEST_REQUEST + 1);
    if (bytes.length > LARGEST_REQUEST) {
      throw new IllegalArgumentException(
          "expected a request of at most " + LARGEST_REQUEST + " bytes");
    }
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("expected JSON", e);
    }
  }

  private String text(Exception e) {
    return redaction.apply(String.valueOf(e.getMessage()));
  }

  /** With what the command that asked has to return, as if it had done the work itself. */
  static Map<String, Object> error(ExitCode code, String message) {
    return Map.of(
        "error", Map.of("code", code.name().toLowerCase(Locale.ROOT), "message", message));
  }
}
