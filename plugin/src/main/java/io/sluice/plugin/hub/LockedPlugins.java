package io.sluice.plugin.hub;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.InstallException.Kind;
import io.sluice.plugin.resolve.Coordinates;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which plugins of a lock file somebody means.
 *
 * @param all in the order of the lock file, which has the highest version of a plugin last
 */
record LockedPlugins(List<LockedPlugin> all) {
  LockedPlugins {
    all = List.copyOf(all);
  }

  /** The plugin that these coordinates mean; the newest where they say no version. */
  Optional<LockedPlugin> of(Coordinates wanted) {
    Optional<LockedPlugin> last = Optional.empty();
    for (LockedPlugin plugin : all) {
      Optional<Coordinates> has = plugin.coordinates().filter(wanted::sameArtifact);
      if (has.isPresent() && fits(wanted, has.get())) {
        last = Optional.of(plugin);
      }
    }
    return last;
  }

  private static boolean fits(Coordinates wanted, Coordinates has) {
    return (wanted.version().isEmpty() || wanted.version().equals(has.version()))
        && (wanted.extension().isEmpty()
            || wanted.extension().equals(has.extension())
                && wanted.classifier().equals(has.classifier()));
  }

  /** Of each artifact the highest version. */
  LockedPlugins highest() {
    return new LockedPlugins(
        all.stream()
            .filter(p -> p.coordinates().isPresent())
            .filter(p -> of(p.coordinates().get().ofAnyVersion()).equals(Optional.of(p)))
            .toList());
  }

  /**
   * Those of a name.
   *
   * @param name {@code name}, for all of its versions, or {@code name@version}
   * @throws InstallException when there is none
   */
  LockedPlugins named(String name) {
    List<LockedPlugin> found =
        all.stream().filter(p -> p.name().equals(name) || p.title().equals(name)).toList();
    if (found.isEmpty()) {
      throw new InstallException(
          Kind.NOT_FOUND, "The project has no plugin '" + name + "'; it has " + titles(), null);
    }
    return new LockedPlugins(found);
  }

  /**
   * The one of a name.
   *
   * @param name as {@link #named} takes it
   * @throws InstallException when there is none, or several
   */
  LockedPlugin only(String name) {
    LockedPlugins meant = named(name);
    if (meant.all().size() > 1) {
      throw new InstallException(
          Kind.CONFLICT,
          "'" + name + "' is there in several versions: " + meant.titles(),
          "Say which one.");
    }
    return meant.all().get(0);
  }

  private String titles() {
    return all.isEmpty()
        ? "none"
        : all.stream().map(LockedPlugin::title).collect(Collectors.joining(", "));
  }
}
