package io.sluice.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.engine.run.LogOwner;
import io.sluice.state.file.StateFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The log of one invocation: what it opened, it closes. */
public final class Logs implements AutoCloseable {
  private static final String FILE_LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} %msg%n%ex";
  private static final String CONSOLE_LINE = "%level{lower}: %msg%n%nopex";

  private static final String PRINTED_LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %msg%n";
  private static final String PRINTED = "printed";

  private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
  private Runnable unkeep = () -> {};

  private Logs() {}

  /**
   * Lines of INFO and above into {@code <folder>/logs/<name>.log}, 10 MB a file, a week, 100 MB in
   * all.
   *
   * @param debug whether lines of DEBUG are kept too
   */
  public static Logs toFile(Path folder, String name, ConsoleRedaction redaction, boolean debug) {
    Logs logs = new Logs();
    LoggerContext context = context();
    if (context == null) {
      return logs;
    }
    RollingFileAppender<ILoggingEvent> file = rolling(context, in(folder).resolve(name).toString());
    file.setEncoder(encoder(context, FILE_LINE, redaction));
    context.getLogger("io.sluice").setLevel(debug ? Level.DEBUG : Level.INFO);
    logs.add(context, file);
    return logs;
  }

  /**
   * The same, an object of JSON a line: for programs, and for who asks for one pipeline's lines.
   *
   * @param owner knows whose they are
   */
  public static Logs structured(
      Path folder, String name, LogOwner owner, ConsoleRedaction redaction, boolean debug) {
    Logs logs = new Logs();
    LoggerContext context = context();
    if (context == null) {
      return logs;
    }
    RollingFileAppender<ILoggingEvent> file = rolling(context, in(folder).resolve(name).toString());
    StructuredLayout layout = new StructuredLayout(owner, redaction);
    layout.setContext(context);
    file.setEncoder(encoder(context, layout));
    context.getLogger("io.sluice").setLevel(debug ? Level.DEBUG : Level.INFO);
    logs.add(context, file);
    return logs;
  }

  /**
   * What plugins print into {@code <folder>/logs/<name>.printed.log}, made when the first of them
   * does: it is theirs, may hold rows, and has no place among the lines of the log.
   */
  public Logs alsoPrinted(Path folder, String name, ConsoleRedaction redaction) {
    LoggerContext context = context();
    if (context != null) {
      Logger printed = context.getLogger(PRINTED);
      printed.setAdditive(false);
      printed.setLevel(Level.INFO);
      String base = in(folder).resolve(name + ".printed").toString();
      unkeep = Printed.keep(line -> print(printed, base, redaction, line));
    }
    return this;
  }

  /** Whoever prints first opens the file. */
  private void print(Logger printed, String base, ConsoleRedaction redaction, String line) {
    synchronized (appenders) {
      if (!printed.iteratorForAppenders().hasNext()) {
        LoggerContext context = printed.getLoggerContext();
        RollingFileAppender<ILoggingEvent> file = rolling(context, base);
        file.setEncoder(encoder(context, PRINTED_LINE, redaction));
        file.start();
        printed.addAppender(file);
      }
    }
    printed.info("{}", line);
  }

  /** The logs of a state folder, which may have to be made: Logback would make it for everybody. */
  private static Path in(Path folder) {
    try {
      StateFolder.make(folder);
    } catch (IOException e) {
      LoggerFactory.getLogger(Logs.class).debug("{} cannot be made", folder, e);
    }
    return folder.resolve("logs");
  }

  private static RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, String base) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setName("file " + base);
    file.setFile(base + ".log");
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
    rolling.setContext(context);
    rolling.setParent(file);
    rolling.setFileNamePattern(base + ".%d{yyyy-MM-dd}.%i.log.gz");
    rolling.setMaxFileSize(FileSize.valueOf("10MB"));
    rolling.setMaxHistory(7);
    rolling.setTotalSizeCap(FileSize.valueOf("100MB"));
    rolling.start();
    file.setRollingPolicy(rolling);
    return file;
  }

  /** Warnings and errors to a stream as well, a line each, without stack traces. */
  public Logs alsoWarningsTo(PrintStream stream, ConsoleRedaction redaction) {
    LoggerContext context = context();
    if (context == null) {
      return this;
    }
    OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
    console.setContext(context);
    console.setName("warnings");
    console.setEncoder(encoder(context, CONSOLE_LINE, redaction));
    console.setOutputStream(unclosed(stream));
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel("WARN");
    warnings.start();
    console.addFilter(warnings);
    add(context, console);
    return this;
  }

  /** Only warnings of these loggers from here on: some libraries print all their settings. */
  public void quiet(List<String> loggers) {
    LoggerContext context = context();
    if (context != null) {
      loggers.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
  }

  @Override
  public void close() {
    unkeep.run();
    LoggerContext context = context();
    if (context != null) {
      context.getLogger(PRINTED).detachAndStopAllAppenders();
    }
    for (Appender<ILoggingEvent> appender : appenders) {
      if (context != null) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
      }
      appender.stop();
    }
    appenders.clear();
  }

  private void add(LoggerContext context, Appender<ILoggingEvent> appender) {
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    appenders.add(appender);
  }

  private static LayoutWrappingEncoder<ILoggingEvent> encoder(
      LoggerContext context, String pattern, ConsoleRedaction redaction) {
    return encoder(context, new RedactingLayout(context, pattern, redaction));
  }

  private static LayoutWrappingEncoder<ILoggingEvent> encoder(
      LoggerContext context, Layout<ILoggingEvent> layout) {
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }

  /** Logback's, unless somebody embeds the command in a program that logs otherwise. */
  private static @org.jspecify.annotations.Nullable LoggerContext context() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    return factory instanceof LoggerContext context ? context : null;
  }

  /** Standard error is not ours to close. */
  private static OutputStream unclosed(PrintStream stream) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        stream.write(b);
      }

      @Override
      public void write(byte[] bytes, int from, int length) {
        stream.write(bytes, from, length);
      }

      @Override
      public void flush() {
        stream.flush();
      }
    };
  }
}
