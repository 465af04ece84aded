package io.sluice.plugin.hub;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.PluginFolder;
import io.sluice.plugin.hub.LockedPlugin.LockedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a plugin's folder, held against what they should be. */
final class Bits {
  private Bits() {}

  /** SHA-256 of each file, by its path with slashes. */
  static SortedMap<String, String> of(Path folder) {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          // A link is no file of a plugin, whatever it leads to.
          boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
          all.put(
              folder.relativize(file).toString().replace('\\', '/'),
              plain ? sha256(file) : "none: it is no plain file");
        }
      }
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FOLDER, "The plugin in " + folder + " cannot be read", null, e);
    }
    return all;
  }

  /** Whether a plugin in its place is what it should be, with what Sluice itself put there. */
  static boolean areRight(LockedPlugin expected, Path folder) throws IOException {
    SortedMap<String, String> found = of(folder);
    found.remove(PluginFolder.SERVICE_FILES);
    return difference(expected, found) == null && PluginFolder.hasItsServiceFiles(folder);
  }

  /** What differs first, in words; null when all is as it should be. */
  static @Nullable String difference(LockedPlugin expected, Map<String, String> found) {
    for (Map.Entry<String, LockedFile> file : expected.files().entrySet()) {
      String there = found.get(file.getKey());
      if (there == null) {
        return file.getKey() + " is not there";
      }
      if (!there.equals(file.getValue().sha256())) {
        return file.getKey()
            + ": expected SHA-256 "
            + file.getValue().sha256()
            + ", found "
            + there;
      }
    }
    Optional<String> more =
        found.keySet().stream().filter(f -> !expected.files().containsKey(f)).findFirst();
    return more.map(f -> f + " is there and was not when the plugin was added").orElse(null);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Deletes a folder and all in it, if it is there. Links are deleted, not followed. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
