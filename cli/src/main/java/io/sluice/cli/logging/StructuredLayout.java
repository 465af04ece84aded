package io.sluice.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.engine.run.LogOwner;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Lays out a line as an object of JSON, with the pipeline whose it is, and the ids that the line
 * was given. Secrets are taken out of the texts (invariant 9), before a quote in one of them is
 * written as two characters.
 */
final class StructuredLayout extends LayoutBase<ILoggingEvent> {
  private final JsonMapper json = JsonMapper.builder().build();
  private final LogOwner owner;
  private final UnaryOperator<String> redaction;

  StructuredLayout(LogOwner owner, UnaryOperator<String> redaction) {
    this.owner = owner;
    this.redaction = redaction;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    ObjectNode line = json.createObjectNode();
    line.put("at", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    Map<String, String> context = event.getMDCPropertyMap();
    // The appender lays out on the thread that logs.
    owner
        .of(Thread.currentThread(), context)
        .ifPresent(pipeline -> line.put(LogOwner.PIPELINE, pipeline));
    line.put("thread", redaction.apply(event.getThreadName()));
    line.put("logger", event.getLoggerName());
    line.put("message", redaction.apply(String.valueOf(event.getFormattedMessage())));
    context.forEach((key, value) -> line.put(key, redaction.apply(value)));
    if (event.getThrowableProxy() != null) {
      line.put("error", redaction.apply(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    try {
      return json.writeValueAsString(line) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are JSON always", e);
    }
  }
}
