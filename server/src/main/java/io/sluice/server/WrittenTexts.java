package io.sluice.server;

import io.sluice.server.api.log.LogQuery;
import io.sluice.server.api.log.LogTail;
import io.sluice.server.console.ConsoleParts;
import io.sluice.server.console.page.LogPage;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The files and the log of a folder, as the console reads them. */
record WrittenTexts(PipelineFiles files, LogTail log, UnaryOperator<String> redact)
    implements ConsoleParts.Texts {
  @Override
  public Optional<String> file(PipelineView pipeline) {
    return files.shown(pipeline, redact);
  }

  @Override
  public List<LogPage.Line> log(String pipeline, LogPage.Wanted wanted, int most) {
    try {
      return log
          .newest(
              new LogQuery(
                  pipeline, wanted.level(), wanted.text(), wanted.until().orElse(null), most))
          .lines()
          .stream()
          .map(
              line -> new LogPage.Line(line.at(), line.level(), text(line.message(), line.error())))
          .toList();
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "The log cannot be read: " + e.getMessage(),
          "Check the permissions of .sluice/logs",
          e);
    }
  }

  private static String text(String message, @Nullable String error) {
    return error == null ? message : message + "\n" + error.strip();
  }
}
