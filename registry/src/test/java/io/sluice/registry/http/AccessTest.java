package io.sluice.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.http.access.SecretHash;
import io.sluice.http.limit.BusyException;
import io.sluice.registry.http.ServedRegistry.Reply;
import io.sluice.registry.http.access.Users;
import io.sluice.registry.http.access.UsersException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may ask a registry with users, and who of those may change anything. */
final class AccessTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SCHEMA = ServedRegistry.schema("\"int\"");

  @TempDir Path folder;
  private final String token = SecretHash.newToken(RANDOM);
  private Path file;
  private ServedRegistry served;

  @BeforeEach
  void serve() throws IOException {
    file =
        Files.write(
            folder.resolve("users"),
            List.of(
                "# who may",
                "",
                "alice:write:" + SecretHash.ofPassword("correct horse".toCharArray(), RANDOM),
                "ci:read:" + SecretHash.ofToken(token)));
    served = ServedRegistry.in(folder.resolve("state"), how -> how.knowing(Users.of(file)));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  @Test
  void nobody_known_is_asked_who_they_are() {
    Reply reply = served.get("/subjects");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.errorCode()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).startsWith("Basic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !!!", "Basic YWxpY2U=", "Bearer", "Bearer x", "Digest x"})
  void what_is_no_login_lets_nobody_in(String header) {
    assertThat(served.get("/subjects", "Authorization", header).status()).isEqualTo(401);
  }

  @Test
  void a_wrong_password_is_refused_also_after_the_right_one() {
    assertThat(served.get("/subjects", "Authorization", basic("alice", "wrong")).status())
        .isEqualTo(401);
    assertThat(served.get("/subjects", "Authorization", basic("alice", "correct horse")).status())
        .isEqualTo(200);
    assertThat(served.get("/subjects", "Authorization", basic("alice", "correct horsf")).status())
        .isEqualTo(401);
    assertThat(served.get("/subjects", "Authorization", basic("ci", "correct horse")).status())
        .isEqualTo(401);
  }

  @Test
  void a_reader_may_look_find_and_compare_but_not_change() {
    String alice = basic("alice", "correct horse");
    String reader = "Bearer " + token;
    assertThat(served.post("/subjects/a/versions", SCHEMA, "Authorization", alice).status())
        .isEqualTo(200);

    assertThat(served.get("/subjects", "Authorization", reader).status()).isEqualTo(200);
    assertThat(served.get("/subjects", "Authorization", basic("ci", token)).status())
        .isEqualTo(200);
    assertThat(served.get("/subjects", "Authorization", basic("alice", token)).status())
        .isEqualTo(401);
    assertThat(served.post("/subjects/a", SCHEMA, "Authorization", reader).status()).isEqualTo(200);
    assertThat(
            served
                .post("/compatibility/subjects/a/versions", SCHEMA, "Authorization", reader)
                .status())
        .isEqualTo(200);
    for (String[] change :
        new String[][] {
          {"POST", "/subjects/a/versions", SCHEMA},
          {"DELETE", "/subjects/a", null},
          {"DELETE", "/subjects/a/versions/1", null},
          {"PUT", "/config", "{\"compatibility\":\"NONE\"}"},
          {"DELETE", "/config/a", null},
          {"PUT", "/mode/a", "{\"mode\":\"READONLY\"}"},
          {"POST", "/contexts/:.x:/subjects/a/versions", SCHEMA},
        }) {
      Reply reply = served.send(change[0], change[1], change[2], "Authorization", reader);
      assertThat(reply.status()).as(change[1]).isEqualTo(403);
      assertThat(reply.errorCode()).isEqualTo(40301);
    }
    assertThat(served.get("/subjects/a/versions", "Authorization", reader).text()).isEqualTo("[1]");
  }

  @Test
  void who_changes_what_and_why_is_kept() {
    String alice = basic("alice", "correct horse");
    served.post("/subjects/a/versions", SCHEMA, "Authorization", alice);
    served.send(
        "DELETE", "/subjects/a", null, "Authorization", alice, "X-Sluice-Reason", "no longer used");

    assertThat(served.registry().changes("a", Long.MAX_VALUE, 1))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.actor().who()).isEqualTo("alice");
              assertThat(change.actor().why()).isEqualTo("no longer used");
            });
  }

  @Test
  void a_change_of_the_file_counts_at_once_and_a_broken_one_never() throws IOException {
    String reader = "Bearer " + token;
    change("bob:read:" + SecretHash.ofToken("another"));
    assertThat(served.get("/subjects", "Authorization", reader).status()).isEqualTo(401);
    assertThat(served.get("/subjects", "Authorization", "Bearer another").status()).isEqualTo(200);

    change("bob:read:nonsense and more");
    assertThat(served.get("/subjects", "Authorization", "Bearer another").status()).isEqualTo(200);
    Files.delete(file);
    assertThat(served.get("/subjects", "Authorization", "Bearer another").status()).isEqualTo(200);
  }

  @Test
  void a_broken_file_is_told_once_for_each_change_of_it() throws IOException {
    String reader = "Bearer " + token;
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Users.class);
    told.start();
    log.addAppender(told);
    try {
      change("nonsense");
      for (int i = 0; i < 3; i++) {
        assertThat(served.get("/subjects", "Authorization", reader).status()).isEqualTo(200);
      }
      Files.delete(file);
      for (int i = 0; i < 3; i++) {
        assertThat(served.get("/subjects", "Authorization", reader).status()).isEqualTo(200);
      }
      assertThat(told.list).hasSize(2).allMatch(event -> event.getThrowableProxy() == null);
      change("bob:read:" + SecretHash.ofToken("another"));
      assertThat(served.get("/subjects", "Authorization", reader).status()).isEqualTo(401);
    } finally {
      log.detachAppender(told);
    }
  }

  @Test
  void wrong_passwords_leave_the_server_to_those_with_tokens() throws Exception {
    Users users = Users.of(file);
    int clients = 24;
    CountDownLatch busy = new CountDownLatch(1);
    ExecutorService attackers = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Boolean>> guesses = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String guess = basic("alice", "guess" + i);
        guesses.add(
            () -> {
              while (busy.getCount() > 0) {
                try {
                  users.recognise(guess);
                } catch (BusyException e) {
                  busy.countDown();
                }
              }
              return true;
            });
      }
      // Ends when somebody has been told that there are too many of them.
      for (Future<Boolean> guess : attackers.invokeAll(guesses)) {
        assertThat(guess.get()).isTrue();
      }
      assertThat(users.recognise("Bearer " + token)).isPresent();
      assertThat(users.recognise(basic("alice", "correct horse"))).isPresent();
    } finally {
      attackers.shutdownNow();
    }
  }

  private void change(String line) throws IOException {
    Files.writeString(file, line + "\n");
    // As if it were some time later, whatever the file system's clock can tell apart.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(line.length())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice:write",
        "alice:owner:sha256$00",
        ":read:sha256$00",
        "alice:read:sha256$00",
        "alice:read:sha256$zz",
        "alice:read:pbkdf2-sha512$0$AAAA$AAAA",
        "alice:read:pbkdf2-sha512$99999999999$AAAA$AAAA",
        "alice:read:plain text password",
      })
  void a_line_that_is_none_is_told_by_its_place_and_not_quoted(String line) throws IOException {
    Path wrong = Files.write(folder.resolve("wrong"), List.of("# a comment", line));

    assertThatThrownBy(() -> Users.of(wrong))
        .isInstanceOf(UsersException.class)
        .hasMessageContaining("wrong:2: expected")
        .hasMessageNotContaining("plain text password");
  }

  @Test
  void a_user_who_is_there_twice_or_a_file_without_users_is_refused() throws IOException {
    String line = "a:read:" + SecretHash.ofToken("t");
    Path twice = Files.write(folder.resolve("twice"), List.of(line, line));
    Path empty = Files.write(folder.resolve("empty"), List.of("# nobody"));

    assertThatThrownBy(() -> Users.of(twice)).hasMessageContaining("user 'a' is there twice");
    assertThatThrownBy(() -> Users.of(empty)).hasMessageContaining("expected a user a line");
    assertThatThrownBy(() -> Users.of(folder.resolve("missing")))
        .hasMessageContaining("cannot be read");
  }
}
