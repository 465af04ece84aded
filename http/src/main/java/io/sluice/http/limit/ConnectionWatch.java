package io.sluice.http.limit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every connection again and again, and closes those that it finds too slow. To be made a
 * bean of the connector.
 *
 * @param <P> what was seen of a connection so far
 */
abstract class ConnectionWatch<P> extends AbstractLifeCycle implements Connection.Listener {
  /** How many looks there are within the time that a connection has. */
  static final int LOOKS = 4;

  private static final long SHORTEST_PAUSE_MILLIS = 50;

  private final Scheduler scheduler;
  private final long pauseMillis;
  private final Map<HttpConnection, P> connections = new ConcurrentHashMap<>();

  /**
   * @param scheduler that is started before this, and stopped after
   * @param bound how slow a connection may be
   */
  ConnectionWatch(Scheduler scheduler, Duration bound) {
    this.scheduler = scheduler;
    this.pauseMillis = Math.max(SHORTEST_PAUSE_MILLIS, bound.toMillis() / LOOKS);
  }

  /** What is seen of a connection that nothing was sent on yet. */
  abstract P begin();

  /**
   * What is seen of it now.
   *
   * @return null if it is too slow
   */
  abstract @Nullable P look(HttpConnection connection, P before);

  /** The connection's socket, without what TLS lays over it. */
  static EndPoint socket(Connection connection) {
    EndPoint end = connection.getEndPoint();
    while (end instanceof EndPoint.Wrapper wrapper) {
      end = wrapper.unwrap();
    }
    return end;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      connections.put(http, begin());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof HttpConnection http) {
      connections.remove(http);
    }
  }

  @Override
  protected void doStart() {
    lookLater();
  }

  private void lookLater() {
    scheduler.schedule(
        () -> {
          if (isRunning()) {
            connections.forEach(this::lookAt);
            lookLater();
          }
        },
        pauseMillis,
        TimeUnit.MILLISECONDS);
  }

  private void lookAt(HttpConnection connection, P before) {
    P now = look(connection, before);
    if (now == null) {
      connections.remove(connection);
      // Not in order, by which TLS would wait for the client once more.
      socket(connection).close();
    } else {
      connections.replace(connection, before, now);
    }
  }
}
