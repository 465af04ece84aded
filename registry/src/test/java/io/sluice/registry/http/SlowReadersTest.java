package io.sluice.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.http.limit.ServerLimits;
import io.sluice.http.tls.ServerKey;
import io.sluice.registry.model.Actor;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.schema.SchemaType;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for what is long and do not take it, while a thread waits for each. */
@Timeout(120)
final class SlowReadersTest {
  private static final int AT_ONCE = 4;
  private static final int SCHEMAS = 20;
  private static final int LONG = 900_000;

  /**
   * So many bytes at a time, with a pause after each: twice as long as a client may stand still.
   */
  private static final int STEADILY = SCHEMAS * LONG / 30;

  private static final Duration TAKING = Duration.ofMillis(1_500);

  /** Far below the minute after which a silent connection is closed. */
  private static final Duration CUT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Connector connector = raw -> raw;

  /** Speaks by a socket that is connected. */
  private interface Connector {
    Socket over(Socket raw) throws IOException;
  }

  @Test
  void who_does_not_take_a_list_is_cut_off_and_others_are_served() throws Exception {
    try (ServedRegistry served = serve(Optional.empty())) {
      cutsOff(served, "/schemas", 0);
      cutsOff(served, "/schemas/ids/1", 0);
      assertThat(status(served)).isEqualTo(200);
    }
  }

  @Test
  void so_is_who_takes_a_little_every_now_and_then() throws Exception {
    try (ServedRegistry served = serve(Optional.empty())) {
      cutsOff(served, "/schemas", 512);
    }
  }

  @Test
  void so_is_who_does_not_take_it_by_tls() throws Exception {
    CertificateAuthority authority = new CertificateAuthority(folder, "ca", Clock.systemUTC());
    connector = trusting(authority.truststore());
    ServerKey key =
        ServerKey.read(authority.keystore("server", "localhost"), CertificateAuthority.PASSWORD);
    try (ServedRegistry served = serve(Optional.of(key))) {
      cutsOff(served, "/schemas", 0);
      assertThat(status(served)).isEqualTo(200);
    }
  }

  @Test
  void who_takes_it_steadily_has_all_the_time_that_it_needs() throws Exception {
    try (ServedRegistry served = serve(Optional.empty());
        Socket socket = ask(served, "/schemas")) {
      InputStream in = socket.getInputStream();
      long bytes = 0;
      byte[] some = in.readNBytes(STEADILY);
      byte[] last = some;
      while (some.length > 0) {
        bytes += some.length;
        last = some;
        Thread.sleep(TAKING.toMillis() / 15);
        some = in.readNBytes(STEADILY);
      }
      assertThat(bytes).isGreaterThan(SCHEMAS * LONG);
      assertThat(new String(last, US_ASCII)).contains("}]");
    }
  }

  /**
   * As many as there may be at once ask and do not read, and a request beside them is answered;
   * each of their connections is closed.
   */
  private void cutsOff(ServedRegistry served, String path, int bytesNowAndThen) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        sockets.add(ask(served, path));
      }
      assertThat(status(served)).isEqualTo(200);
      for (Socket socket : sockets) {
        assertThat(isCutOff(socket, bytesNowAndThen)).as(path).isTrue();
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Whether the server closes it in time; what is written then meets nobody. */
  private static boolean isCutOff(Socket socket, int bytesNowAndThen) throws Exception {
    long began = System.nanoTime();
    while (System.nanoTime() - began < CUT.toNanos()) {
      try {
        socket.getOutputStream().write('x');
        if (bytesNowAndThen > 0
            && socket.getInputStream().readNBytes(bytesNowAndThen).length == 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  private Socket ask(ServedRegistry served, String path) throws IOException {
    Socket raw = new Socket();
    raw.setReceiveBufferSize(4096);
    raw.connect(new InetSocketAddress("127.0.0.1", served.port()));
    raw.setSoTimeout((int) CUT.toMillis());
    Socket socket = connector.over(raw);
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .getBytes(US_ASCII));
    out.flush();
    return socket;
  }

  private int status(ServedRegistry served) throws IOException {
    try (Socket socket = ask(served, "/subjects")) {
      String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return Integer.parseInt(answer.substring(9));
    }
  }

  private ServedRegistry serve(Optional<ServerKey> key) {
    ServerLimits usual = ServerLimits.defaults();
    ServerLimits limits =
        new ServerLimits(
            usual.bodyBytes(),
            usual.headerBytes(),
            usual.connections(),
            AT_ONCE,
            AT_ONCE,
            CUT,
            usual.idle(),
            usual.arrival(),
            TAKING,
            usual.work());
    ServedRegistry served =
        ServedRegistry.in(
            folder.resolve("state"),
            settings -> key.map(settings::with).orElse(settings).within(limits));
    for (int i = 0; i < SCHEMAS; i++) {
      String text =
          "{\"type\":\"fixed\",\"name\":\"F\",\"size\":%d,\"doc\":\"%s\"}"
              .formatted(i, "x".repeat(LONG));
      served
          .registry()
          .register("s" + i, SchemaDraft.of(SchemaType.AVRO, text), false, new Actor("test", ""));
    }
    return served;
  }

  private static Connector trusting(Path authorities) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(authorities.toFile())) {
      store.load(in, CertificateAuthority.PASSWORD.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return raw -> context.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
  }
}
