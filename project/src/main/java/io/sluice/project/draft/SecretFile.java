package io.sluice.project.draft;

import io.sluice.project.address.PrivateFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The secrets of a pipeline, in a file beside the pipeline's own that nobody else can read. */
public final class SecretFile {
  private static final String FOLDER = "secrets";

  private SecretFile() {}

  /** Where it is, from the folder of the pipeline's file. */
  static String path(String pipeline) {
    return FOLDER + "/" + pipeline + ".properties";
  }

  /**
   * Where it is.
   *
   * @param beside the folder of the pipeline's file
   */
  public static Path in(Path beside, String pipeline) {
    return beside.resolve(path(pipeline));
  }

  /**
   * Makes it, and keeps its folder out of Git.
   *
   * @param beside the folder of the pipeline's file
   * @param secrets by {@code source.KEY} and {@code sink.KEY}
   * @return the file
   * @throws FileAlreadyExistsException if there is one: whose secrets these are, nobody knows here
   */
  public static Path make(Path beside, String pipeline, Map<String, String> secrets)
      throws IOException {
    Path file = in(beside, pipeline);
    Properties properties = new Properties();
    properties.putAll(secrets);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    // Without the date that Properties puts in front.
    String lines = text.toString().replaceFirst("^#[^\\n]*\\R", "");
    // First what keeps it out of Git: nothing can go wrong behind the file itself.
    Path ignored = Files.createDirectories(beside.resolve(FOLDER)).resolve(".gitignore");
    if (!Files.exists(ignored)) {
      Files.writeString(ignored, "*\n");
    }
    try {
      PrivateFile.create(file, lines.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(path(pipeline));
    }
    return file;
  }
}
