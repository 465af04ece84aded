package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import io.sluice.pipeline.yaml.YamlText;
import io.sluice.pipeline.yaml.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads pipeline files. Has no state and may be shared between threads. */
public final class PipelineReader {
  private static final int VERSION_LENGTH = 12;

  /**
   * Reads one file. Whatever is in it, the answer is a pipeline or problems: nothing is thrown, not
   * even for a file that does not exist.
   */
  public ReadResult read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file, in.readNBytes(YamlText.MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      return unreadable(file, "there is no such file", "sluice init writes one");
    } catch (IOException e) {
      String what = Files.isDirectory(file) ? "is a folder" : "cannot be read";
      return unreadable(file, "expected a pipeline file, but this " + what, null);
    }
  }

  /**
   * The same for text that is in memory.
   *
   * @param file what problems call it, and where relative paths start
   */
  public ReadResult read(Path file, byte[] text) {
    Problems problems = new Problems();
    Optional<PipelineDraft> read =
        YamlText.decode(file, text, problems)
            .filter(decoded -> !ConnectFile.isProperties(file, decoded, problems))
            .flatMap(decoded -> YamlTree.read(file, decoded, problems))
            .filter(tree -> !ConnectFile.isRegistration(tree, problems))
            .map(tree -> draft(file, version(text), tree, problems));
    // What plugins would say of half a file is not true of the whole.
    Optional<PipelineDraft> draft = read.filter(d -> !problems.isCut());
    Optional<PipelineDraft> sound = draft.filter(d -> problems.count() == 0);
    return new ReadResult(
        sound.map(PipelineDraft::pipeline),
        sound.map(PipelineDraft::onKafka),
        draft.map(PipelineDraft::parts),
        problems.sorted());
  }

  private static @Nullable PipelineDraft draft(
      Path file, String version, Yaml tree, Problems problems) {
    PipelineDraft draft = PipelineSettings.of(file, version).read(tree, problems);
    if (draft != null && draft.onKafka() != null) {
      KafkaSettings.warn(tree, problems);
    }
    return draft;
  }

  private static ReadResult unreadable(Path file, String message, @Nullable String hint) {
    Problems problems = new Problems();
    problems.error(new Place(file, 1, 1, ""), message, hint);
    return new ReadResult(Optional.empty(), Optional.empty(), Optional.empty(), problems.sorted());
  }

  /** The version of a pipeline whose file has this text; equal texts have equal versions. */
  public static String version(byte[] text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash).substring(0, VERSION_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
