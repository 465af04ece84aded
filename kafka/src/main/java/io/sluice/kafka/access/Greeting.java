package io.sluice.kafka.access;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The first words with a broker, which tell what a port speaks. A Kafka client that speaks
 * something else there takes the answer for the length of a message and dies of it, or waits for a
 * minute. Nothing secret is said.
 */
final class Greeting {
  private static final short API_VERSIONS = 18;
  private static final short SASL_HANDSHAKE = 17;
  private static final short ILLEGAL_SASL_STATE = 34;
  private static final int LONGEST_ANSWER = 1 << 20;

  /** What a port speaks. */
  enum Tongue {
    PLAIN,
    PLAIN_WITH_LOGIN,
    TLS,
    TLS_WITH_LOGIN,
    /** TLS, and it wants to see a certificate before anything else is known. */
    TLS_MUTUAL,
    /** Somebody listens who is no Kafka. */
    SOMETHING_ELSE;

    boolean isTls() {
      return this == TLS || this == TLS_WITH_LOGIN || this == TLS_MUTUAL;
    }
  }

  private final InetSocketAddress address;
  private final int patience;

  /**
   * @param address resolved
   * @param patience for each answer
   */
  Greeting(InetSocketAddress address, Duration patience) {
    this.address = address;
    this.patience = (int) patience.toMillis();
  }

  /**
   * Asks.
   *
   * @param tls what is expected, and therefore tried first: a broker logs what it does not
   *     understand
   * @throws IOException when nobody listens there, or nobody answers
   */
  Tongue ask(boolean tls) throws IOException {
    Tongue first = tls ? encrypted() : plain();
    if (first != Tongue.SOMETHING_ELSE) {
      return first;
    }
    return tls ? plain() : encrypted();
  }

  private Tongue encrypted() throws IOException {
    try (Socket raw = connect()) {
      SSLSocket tls =
          (SSLSocket)
              trusting()
                  .getSocketFactory()
                  .createSocket(raw, address.getHostString(), address.getPort(), true);
      return encrypted(tls);
    }
  }

  private static Tongue encrypted(SSLSocket tls) {
    try {
      tls.startHandshake();
    } catch (SSLHandshakeException e) {
      return String.valueOf(e.getMessage()).startsWith("Received fatal alert")
          ? Tongue.TLS_MUTUAL
          : Tongue.SOMETHING_ELSE;
    } catch (IOException e) {
      return Tongue.SOMETHING_ELSE; // A broker without TLS hangs up: the hello is no message.
    }
    return talk(tls, Tongue.TLS, Tongue.TLS_WITH_LOGIN, Tongue.TLS_MUTUAL);
  }

  private Tongue plain() throws IOException {
    try (Socket socket = connect()) {
      return talk(socket, Tongue.PLAIN, Tongue.PLAIN_WITH_LOGIN, Tongue.SOMETHING_ELSE);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, patience);
      socket.setSoTimeout(patience);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Every Kafka tells its versions; only one that wants a login knows a mechanism. */
  private static Tongue talk(Socket socket, Tongue open, Tongue login, Tongue otherwise) {
    try {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      send(out, API_VERSIONS, (short) 0, new byte[0]);
      if (!isAnswer(in)) {
        return otherwise;
      }
      send(out, SASL_HANDSHAKE, (short) 1, text("PLAIN"));
      int size = in.readInt();
      if (size < 6 || size > LONGEST_ANSWER) {
        return open;
      }
      in.readInt();
      return in.readShort() == ILLEGAL_SASL_STATE ? open : login;
    } catch (IOException e) {
      return otherwise;
    }
  }

  private static boolean isAnswer(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 6 || size > LONGEST_ANSWER || in.readInt() != API_VERSIONS) {
      return false;
    }
    in.skipNBytes(size - 4L);
    return true;
  }

  /** The number by which the answer is known is that of the question. */
  private static void send(DataOutputStream out, short api, short version, byte[] body)
      throws IOException {
    byte[] client = text("sluice");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream message = new DataOutputStream(bytes);
    message.writeInt(8 + client.length + body.length);
    message.writeShort(api);
    message.writeShort(version);
    message.writeInt(api);
    message.write(client);
    message.write(body);
    out.write(bytes.toByteArray());
    out.flush();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[bytes.length + 2];
    all[0] = (byte) (bytes.length >> 8);
    all[1] = (byte) bytes.length;
    System.arraycopy(bytes, 0, all, 2, bytes.length);
    return all;
  }

  /** Whom to trust is decided by the client that comes behind; here nothing is said or believed. */
  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
