package io.sluice.bench.registry;

import io.sluice.bench.registry.KeptConnection.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;

/** Asks one thing after the other and writes down how long each took. For one thread. */
final class Caller implements AutoCloseable {
  private final URI url;
  private final Latencies latencies = new Latencies();
  private KeptConnection connection;

  Caller(URI url) throws IOException {
    this.url = url;
    this.connection = new KeptConnection(url);
  }

  /** A request. */
  interface Request {
    Answer on(KeptConnection connection) throws IOException;
  }

  /**
   * Its answer; empty where none came in time, after which the connection is a new one.
   *
   * @throws IOException if the connection broke, or the answer was not 200
   */
  Optional<Answer> ask(Request request) throws IOException {
    long start = System.nanoTime();
    Answer answer;
    try {
      answer = request.on(connection);
    } catch (SocketTimeoutException late) {
      latencies.unanswered(System.nanoTime() - start);
      connection.close();
      connection = new KeptConnection(url);
      return Optional.empty();
    }
    latencies.answered(System.nanoTime() - start);
    if (answer.status() != 200) {
      throw new IOException("Expected 200 but found " + answer.status() + ": " + answer.body());
    }
    return Optional.of(answer);
  }

  Latencies latencies() {
    return latencies;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
