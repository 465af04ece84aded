package io.sluice.plugin.archive;

import io.sluice.plugin.InstallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** What came out of one archive so far, and whether the next thing may come too. */
final class Taken {
  private final Path archive;
  private final Path target;
  private final Unpacking.Limits limits;
  private int entries;
  private long bytes;

  Taken(Path archive, Path target, Unpacking.Limits limits) {
    this.archive = archive;
    this.target = target;
    this.limits = limits;
  }

  void folder(String name) throws IOException {
    count();
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (!plain.isEmpty() && !plain.equals(".")) {
      Files.createDirectories(place(plain));
    }
  }

  /**
   * Writes what {@code in} gives until its end, as far as the limits go.
   *
   * @return how many bytes came
   */
  long file(String name, InputStream in) throws IOException {
    count();
    Path file = place(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    // What the archive says of sizes is not believed: the bytes that come are counted.
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long before = bytes;
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        if (bytes > limits.bytes()) {
          throw refusedSize("unpacks to more than " + (limits.bytes() >> 20) + " MB");
        }
        write(out, buffer, read);
      }
      return bytes - before;
    } catch (FileAlreadyExistsException e) {
      throw refused("has " + name + " twice");
    }
  }

  /** Told apart from what reading throws: a full disk says nothing against the archive. */
  private void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new InstallException(
          InstallException.Kind.FOLDER, target + " cannot be written; is the disk full?", null, e);
    }
  }

  /** What an archive must not do, and a person who looks at it may mend. */
  InstallException refused(String why) {
    return refused(why, "Unpack it yourself if you trust it, and add the folder.");
  }

  /** A link or the like, which a folder must not have either. */
  InstallException refusedLink(String why) {
    return refused(
        why,
        Files.isDirectory(archive)
            ? "Put what it leads to in its place."
            : "Unpack it yourself if you trust it, put files in the places of links, and add the"
                + " folder.");
  }

  /** More than any plugin has. */
  private InstallException refusedSize(String why) {
    return refused(why, "Add a folder with the plugin's own files alone.");
  }

  /** With what to do about it. */
  InstallException refused(String why, String hint) {
    return new InstallException(
        InstallException.Kind.REFUSED, archive + " is not taken: it " + why, hint);
  }

  private void count() {
    entries++;
    if (entries > limits.entries()) {
      throw refusedSize("has more than " + limits.entries() + " entries");
    }
  }

  /** Where an entry goes: below the target and nowhere else, on every system. */
  private Path place(String name) {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    boolean strange =
        plain.isEmpty()
            || plain.startsWith("/")
            || plain.indexOf('\\') >= 0
            || plain.indexOf('\0') >= 0
            || plain.matches("[A-Za-z]:.*")
            || List.of(plain.split("/", -1)).stream().anyMatch(s -> s.equals("..") || s.isEmpty());
    Path place = strange ? target : target.resolve(plain).normalize();
    if (strange || place.equals(target) || !place.startsWith(target)) {
      throw refused(
          "has an entry that would leave its folder: "
              + String.format(Locale.ROOT, "%.200s", name).replaceAll("\\p{Cntrl}", "?"));
    }
    return place;
  }
}
