package io.sluice.project.folder;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two files that give their pipelines one name. State, dead letters and tables of the sinks go by
 * it, so neither may run: nobody knows which one was meant.
 */
final class SharedNames {
  private static final Pattern NAME = Pattern.compile("(?m)^\\s*[\"']?name[\"']?\\s*:");

  private SharedNames() {}

  /** The same files, with a problem at each that shares its name. */
  static List<PipelineFile> told(List<PipelineFile> files) {
    Map<String, List<PipelineFile>> byName = new HashMap<>();
    files.stream()
        .filter(SharedNames::saysItsName)
        .forEach(file -> byName.computeIfAbsent(file.name(), name -> new ArrayList<>()).add(file));
    return files.stream()
        .map(
            file -> {
              List<Path> others =
                  byName.getOrDefault(file.name(), List.of()).stream()
                      .map(PipelineFile::relative)
                      .filter(other -> !other.equals(file.relative()))
                      .toList();
              return others.isEmpty() || !saysItsName(file) ? file : told(file, others);
            })
        .toList();
  }

  private static boolean saysItsName(PipelineFile file) {
    return file.read().parts().flatMap(parts -> parts.name()).isPresent();
  }

  private static PipelineFile told(PipelineFile file, List<Path> others) {
    Problem shared =
        Problem.error(
            place(file),
            "the name "
                + file.name()
                + " is also that of "
                + String.join(", ", others.stream().map(Path::toString).toList()),
            "Names are unique in a project: give one of them another");
    return file.refused(List.of(shared));
  }

  /** Where the file says its name. */
  static Place place(PipelineFile file) {
    Matcher matcher = NAME.matcher(file.text());
    int line =
        matcher.find()
            ? 1
                + (int)
                    file.text().substring(0, matcher.end()).chars().filter(c -> c == '\n').count()
            : 1;
    return new Place(file.relative(), line, 1, "name");
  }
}
