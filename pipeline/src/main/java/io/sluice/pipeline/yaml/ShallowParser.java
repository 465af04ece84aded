package io.sluice.pipeline.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Lets YAML events through as long as they do not nest too deeply. What reads them is recursive,
 * and a stack overflow is no answer.
 */
final class ShallowParser implements Parser {
  /** Deeper than any pipeline file, shallower than any stack. */
  static final int MAX_DEPTH = 64;

  /** Deeper than {@link #MAX_DEPTH}. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Mark> mark;

    TooDeepException(Optional<Mark> mark) {
      super("expected at most " + MAX_DEPTH + " levels, found more");
      this.mark = mark;
    }

    Optional<Mark> mark() {
      return mark;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private final Parser parser;
  private int depth;

  ShallowParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> {
        if (++depth > MAX_DEPTH) {
          throw new TooDeepException(event.getStartMark());
        }
      }
      case MappingEnd, SequenceEnd -> depth--;
      default -> {}
    }
    return event;
  }
}
