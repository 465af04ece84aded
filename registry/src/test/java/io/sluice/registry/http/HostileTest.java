package io.sluice.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A registry with a heap of 128 MB, which ends at the first lack of memory, is sent what means it
 * harm by many at once. Each time it answers with a 4xx (or 503 where it has too much to do), and
 * serves others afterwards.
 */
@Tag("long")
@Timeout(300)
final class HostileTest {
  private static final int CLIENTS = 8;
  private static final Duration BOUND = Duration.ofSeconds(40);

  @TempDir Path folder;
  private Process process;
  private int port;

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                folder.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    BufferedReader said = process.inputReader(UTF_8);
    String line = said.readLine();
    while (line != null && !line.matches("\\d+")) {
      line = said.readLine(); // what the log says
    }
    port = Integer.parseInt(String.valueOf(line));
    Thread rest = new Thread(() -> said.lines().forEach(ignored -> {}), "output of the registry");
    rest.setDaemon(true);
    rest.start();
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void bodies_of_a_hundred_megabytes() throws Exception {
    byte[] chunk = new byte[1 << 20];
    List<Integer> statuses =
        byMany(
            () ->
                status(
                    "POST /subjects/a/versions",
                    100L << 20,
                    out -> {
                      for (int i = 0; i < 100; i++) {
                        out.write(chunk);
                      }
                    }));

    assertThat(statuses).isSubsetOf(413, 503);
    serves();
  }

  @Test
  void bodies_as_long_as_they_may_be() throws Exception {
    String doc = "x".repeat((8 << 20) - 200);
    List<Integer> statuses =
        byMany(
            () ->
                status(
                    "POST /subjects/a/versions",
                    ServedRegistry.schema(
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[],\"doc\":\""
                            + doc
                            + "\"}")));

    // Longer than a schema may be; whoever waits too long for room is told so.
    assertThat(statuses).isSubsetOf(422, 503).contains(422);
    serves();
  }

  @Test
  void a_million_brackets_within_brackets() throws Exception {
    for (String open : List.of("[", "{\"a\":", "{\"schema\":[")) {
      assertThat(byMany(() -> status("POST /subjects/a/versions", open.repeat(1_000_000))))
          .isSubsetOf(400, 413, 503)
          .containsAnyOf(400, 413);
    }
    for (String[] schema :
        new String[][] {
          {"AVRO", "{\"type\":\"array\",\"items\":"},
          {"JSON", "{\"items\":"},
          {"JSON", "["},
          {"PROTOBUF", "message M {"},
        }) {
      String body = ServedRegistry.schema(schema[0], schema[1].repeat(100_000));
      assertThat(byMany(() -> status("POST /subjects/a/versions", body)))
          .isSubsetOf(422, 503)
          .contains(422);
    }
    serves();
  }

  @Test
  void schemas_that_grow_when_they_are_read_or_compared() throws Exception {
    List<String> bodies = new ArrayList<>();
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      fields
          .append(i == 0 ? "" : ",")
          .append("{\"name\":\"f")
          .append(i)
          .append("\",\"type\":\"int\"}");
    }
    bodies.add(
        ServedRegistry.schema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}"));
    StringBuilder all = new StringBuilder("{\"definitions\":{\"d0\":{\"type\":\"string\"}");
    for (int i = 1; i < 60; i++) {
      String before = "{\"$ref\":\"#/definitions/d" + (i - 1) + "\"}";
      all.append(",\"d").append(i).append("\":{\"allOf\":[").append(before).append(',');
      all.append(before).append("]}");
    }
    bodies.add(ServedRegistry.schema("JSON", all + "},\"$ref\":\"#/definitions/d59\"}"));
    bodies.add(
        ServedRegistry.schema("JSON", "{\"type\":\"string\",\"pattern\":\"(a+)+$(((a*)*)*)*\"}"));
    bodies.add(ServedRegistry.schema("JSON", "{\"type\":\"number\",\"maximum\":1e999999999}"));
    for (String body : bodies) {
      for (String path : List.of("/subjects/g/versions", "/compatibility/subjects/g/versions")) {
        assertThat(byMany(() -> status("POST " + path, body)))
            .allMatch(status -> status == 200 || status == 409 || status == 422 || status == 503);
      }
    }
    serves();
  }

  @Test
  void what_is_long_is_listed_and_read_by_many_at_once() throws Exception {
    String doc = "x".repeat(400_000);
    String notes = "y".repeat(1_000_000);
    for (int i = 0; i < 60; i++) {
      String schema =
          "{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[],\"doc\":\"%s\"}".formatted(i, doc);
      String body =
          "{\"metadata\":{\"properties\":{\"a\":\"%s\"}},\"schema\":%s"
              .formatted(notes, ServedRegistry.schema(schema).substring("{\"schema\":".length()));
      assertThat(status("POST /subjects/s" + i + "/versions", body)).isEqualTo(200);
    }
    for (int i = 1; i <= 60; i++) {
      assertThat(read("/schemas/ids/" + i)).isGreaterThan(1_400_000);
    }
    for (String path : List.of("/schemas/ids/7", "/subjects/s9/versions/1")) {
      assertThat(byMany(() -> read(path))).as(path).allMatch(bytes -> bytes > 1_400_000);
    }
    assertThat(byMany(() -> read("/schemas"))).allMatch(bytes -> bytes > 60 * 1_400_000);
    serves();
  }

  @Test
  void who_asks_for_what_is_long_and_does_not_take_it_keeps_nobody_else_waiting() throws Exception {
    String doc = "x".repeat(600_000);
    for (int i = 0; i < 20; i++) {
      String schema =
          "{\"type\":\"fixed\",\"name\":\"F\",\"size\":%d,\"doc\":\"%s\"}".formatted(i, doc);
      assertThat(status("POST /subjects/s" + i + "/versions", ServedRegistry.schema(schema)))
          .isEqualTo(200);
    }
    String longSchema = "{\"type\":\"fixed\",\"name\":\"L\",\"size\":1,\"doc\":\"%s\"}";
    List<Socket> sockets = new ArrayList<>();
    try {
      for (String path : List.of("/schemas", "/schemas/ids/3")) {
        for (int i = 0; i < 32; i++) {
          Socket socket = new Socket();
          sockets.add(socket);
          socket.setReceiveBufferSize(4096);
          socket.connect(new InetSocketAddress("127.0.0.1", port));
          socket
              .getOutputStream()
              .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
        }
        assertThat(status("GET /subjects", "")).isEqualTo(200);
        String body = ServedRegistry.schema(longSchema.formatted("y".repeat(60_000)));
        assertThat(status("POST /subjects/late/versions", body)).isEqualTo(200);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    serves();
  }

  @Test
  void schemas_that_refer_to_the_outside_make_nobody_look_there() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer outside = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    outside.createContext("/", exchange -> asked.incrementAndGet());
    outside.start();
    try {
      String url = "http://127.0.0.1:" + outside.getAddress().getPort() + "/x.json";
      for (String body :
          List.of(
              ServedRegistry.schema("JSON", "{\"$ref\":\"" + url + "\"}"),
              ServedRegistry.schema("JSON", "{\"$ref\":\"file:///etc/passwd\"}"),
              ServedRegistry.schema("PROTOBUF", "import \"" + url + "\"; message M { x.Y a = 1; }"),
              ServedRegistry.schema(
                  "PROTOBUF", "import \"/etc/passwd\"; message M { x.Y a = 1; }"))) {
        assertThat(status("POST /subjects/a/versions", body)).as(body).isEqualTo(422);
      }
      // A language that nobody knows is read as the usual one, and not looked up.
      String language = ServedRegistry.schema("JSON", "{\"$schema\":\"" + url + "\"}");
      assertThat(status("POST /subjects/l/versions", language)).isIn(200, 422);
      assertThat(asked).hasValue(0);
    } finally {
      outside.stop(0);
    }
    serves();
  }

  @Test
  void protobuf_that_is_none() throws Exception {
    for (String text :
        List.of(
            "syntax = \"proto9\";",
            "message {",
            "message M { string a = 1; string b = 1; }",
            "message M { Missing a = 1; }",
            "\u0000\u0001\u0002",
            "CgdkZWZhdWx0EgdkZWZhdWx0IgkKB0JhZA==",
            "message M { string a = 99999999999999999999; }")) {
      assertThat(status("POST /subjects/p/versions", ServedRegistry.schema("PROTOBUF", text)))
          .as(text)
          .isEqualTo(422);
    }
    serves();
  }

  /** All of them at once, each answered in time. */
  private static List<Integer> byMany(Callable<Integer> request) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      long began = System.nanoTime();
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(request);
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> done : clients.invokeAll(all)) {
        statuses.add(done.get());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
      return statuses;
    } finally {
      clients.shutdownNow();
    }
  }

  private void serves() throws IOException {
    assertThat(process.isAlive()).isTrue();
    assertThat(status("POST /subjects/fine/versions", ServedRegistry.schema("\"int\"")))
        .isEqualTo(200);
  }

  /** How many bytes of JSON are there; all of them are read, and the last one ends it. */
  private int read(String path) throws IOException {
    URLConnection connection = new URL("http://127.0.0.1:" + port + path).openConnection();
    connection.setReadTimeout((int) BOUND.toMillis());
    try (InputStream in = connection.getInputStream()) {
      byte[] chunk = new byte[1 << 16];
      int bytes = 0;
      int last = 0;
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        bytes += n;
        last = n == 0 ? last : chunk[n - 1];
      }
      assertThat(last).isIn((int) ']', (int) '}');
      return bytes;
    }
  }

  private int status(String request, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    return status(request, bytes.length, out -> out.write(bytes));
  }

  private interface Sent {
    void to(OutputStream out) throws IOException;
  }

  /** By a socket, since a client that gives up while it sends would not show the answer. */
  private int status(String request, long length, Sent body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) BOUND.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(
          (request
                  + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                  + length
                  + "\r\n\r\n")
              .getBytes(US_ASCII));
      try {
        body.to(out);
      } catch (IOException e) {
        // The server has said what it has to say, and closed.
      }
      InputStream in = socket.getInputStream();
      String answer = new String(in.readNBytes(12), US_ASCII);
      return Integer.parseInt(answer.substring(9));
    }
  }
}
