package io.sluice.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RunStatus;
import io.sluice.project.query.NotAQueryException;
import io.sluice.project.query.QueryResult;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveServerTest {
  @TempDir Path folder;
  private final RecordingControl control = new RecordingControl();
  private LiveServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        LiveServer.start(
            control,
            folder,
            "shop",
            folder.resolve("shop.yaml"),
            text -> text.replace("s3cret", "***"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void another_process_finds_it_and_asks_for_the_status() {
    LiveClient client = LiveClient.find(folder, "shop").orElseThrow();
    assertThat(client.status().path("state").asText()).isEqualTo("running");
    assertThat(client.status().path("records").path("delivered").asLong()).isEqualTo(1_200);
  }

  @Test
  void pause_resume_and_stop_reach_the_run() {
    LiveClient client = LiveClient.find(folder, "shop").orElseThrow();
    client.pause();
    client.resume();
    client.stop();
    assertThat(control.calls).containsExactly("pause", "resume", "stop");
  }

  @Test
  void a_query_comes_back_with_nulls_and_numbers_as_they_were() {
    LiveClient client = LiveClient.find(folder, "shop").orElseThrow();
    QueryResult result = client.query("", "select 1", 10);
    assertThat(result.columns()).containsExactly("a", "a");
    assertThat(result.rows().get(0)).containsExactly(1, null);
  }

  @Test
  void what_is_no_query_is_refused_with_its_message() {
    LiveClient client = LiveClient.find(folder, "shop").orElseThrow();
    assertThatThrownBy(() -> client.query("", "drop", 10))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("expected one query");
  }

  @Test
  void an_error_of_the_database_passes_the_redaction() {
    LiveClient client = LiveClient.find(folder, "shop").orElseThrow();
    assertThatThrownBy(() -> client.query("", "fail", 10)).hasMessage("login with *** failed");
  }

  @Test
  void without_the_token_nothing_is_answered() throws IOException {
    assertThat(raw("GET /shop/status HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(
            raw(
                "GET /shop/status HTTP/1.1\r\n"
                    + "Host: 127.0.0.1:%d\r\n"
                    + "Authorization: Bearer 00\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(control.calls).isEmpty();
  }

  @Test
  void a_page_in_a_browser_cannot_reach_it_even_with_the_token() throws IOException {
    String token = "Authorization: Bearer " + address().token() + "\r\n";
    assertThat(
            raw(
                "POST /shop/stop HTTP/1.1\r\nHost: evil.example:%d\r\n"
                    + token
                    + "Content-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(
            raw(
                "POST /shop/stop HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://evil.example\r\n"
                    + token
                    + "Content-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(control.calls).isEmpty();
  }

  @Test
  void the_file_that_names_it_is_for_the_owner_alone_and_goes_with_it() throws IOException {
    Path file = LiveAddress.in(folder, "shop");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    server.close();
    assertThat(file).doesNotExist();
    assertThat(LiveClient.find(folder, "shop")).isEmpty();
  }

  @Test
  void a_file_of_a_killed_process_is_seen_to_be_stale() throws IOException {
    LiveAddress left =
        new LiveAddress(
            "other", ProcessHandle.current().pid(), 1, "", "00", folder.resolve("o.yaml"));
    left.write(folder);
    assertThat(LiveClient.find(folder, "other")).isEmpty();
  }

  private LiveAddress address() {
    return LiveAddress.read(LiveAddress.in(folder, "shop")).orElseThrow();
  }

  private String raw(String request) throws IOException {
    int port = address().port();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.formatted(port).getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Answers with prepared figures and remembers what it was asked. */
  private static final class RecordingControl implements LiveControl {
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public long delete(String sink, io.sluice.project.query.RowDeletion rows) {
      return rows.keys().size();
    }

    @Override
    public RunStatus status() {
      return Statuses.running(1_200);
    }

    @Override
    public void pause() {
      calls.add("pause");
    }

    @Override
    public void resume() {
      calls.add("resume");
    }

    @Override
    public void stop() {
      calls.add("stop");
    }

    @Override
    public String restart(String task) {
      calls.add("restart " + task);
      return "all of it";
    }

    @Override
    public QueryResult query(String sink, String sql, int limit) throws SQLException {
      if (sql.equals("drop")) {
        throw new NotAQueryException("expected one query");
      }
      if (sql.equals("fail")) {
        throw new SQLException("login with s3cret failed");
      }
      return new QueryResult(List.of("a", "a"), List.of(java.util.Arrays.asList(1, null)), false);
    }

    @Override
    public void signal(String id, String type, String data) {
      calls.add("signal " + id + " " + type + " " + data);
    }

    @Override
    public ReplayOutcome replay(List<Long> deadLetters) {
      return new ReplayOutcome(deadLetters, List.of());
    }
  }
}
