package io.sluice.bench.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection that is kept, on which one request after the other is made. As little as HTTP/1.1
 * needs: what a client costs would be part of every figure. For one thread.
 */
final class KeptConnection implements AutoCloseable {
  /** How long an answer is waited for, milliseconds. */
  static final int READ_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private final String base;

  /**
   * @param url in front of every path, without a slash at the end
   */
  KeptConnection(URI url) throws IOException {
    this.socket = new Socket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.host = url.getHost() + ":" + url.getPort();
    this.base = url.getPath() == null ? "" : url.getPath();
  }

  /** An answer. */
  record Answer(int status, String body) {}

  /** What is there. */
  Answer get(String path) throws IOException {
    return exchange("GET " + base + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  /** Sends JSON. */
  Answer send(String method, String path, String json) throws IOException {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return exchange(
        method
            + " "
            + base
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: application/vnd.schemaregistry.v1+json\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + json);
  }

  private Answer exchange(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunked = true;
      }
    }
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    return new Answer(
        Integer.parseInt(status.split(" ", 3)[1]), new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line().strip(), 16);
      body.write(in.readNBytes(length));
      line();
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The registry has closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
