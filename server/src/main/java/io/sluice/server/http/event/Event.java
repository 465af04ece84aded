package io.sluice.server.http.event;

/**
 * Something new.
 *
 * @param name by which the listener's handlers are chosen; one line
 * @param data any text; for {@code EventSource} it comes as it is, but for ends of lines, which are
 *     all line feeds
 */
public record Event(String name, String data) {
  public Event {
    if (name.isEmpty() || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("an event's name is one line");
    }
  }

  /** As it is sent. */
  String text() {
    StringBuilder text = new StringBuilder("event: ").append(name).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    if (data.isEmpty()) {
      text.append("data: \n");
    }
    return text.append('\n').toString();
  }
}
