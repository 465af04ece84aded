package io.sluice.registry.store;

import io.sluice.registry.model.SubjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the names of subjects begin.
 *
 * @param context null for all contexts
 */
public record SubjectPrefix(@Nullable String context, String begins) {
  private static final String ALL_CONTEXTS = ":*:";

  /** As clients write it: {@code :*:a} is an a in any context. */
  public static SubjectPrefix parse(String text) {
    if (text.startsWith(ALL_CONTEXTS)) {
      // In no context by itself, but with the characters of a name.
      return new SubjectPrefix(
          null, SubjectName.parse(text.substring(ALL_CONTEXTS.length())).name());
    }
    SubjectName name = SubjectName.parse(text);
    return new SubjectPrefix(name.context(), name.name());
  }

  /** As a condition on a table that goes by this name, with its parameters. */
  String condition(String table, List<Object> parameters) {
    StringBuilder sql = new StringBuilder("1 = 1");
    if (context != null) {
      sql.append(" and ").append(table).append(".context = ?");
      parameters.add(context);
    }
    if (!begins.isEmpty()) {
      // The first lets the index be used, the second is what is meant.
      sql.append(" and ").append(table).append(".subject >= ?");
      sql.append(" and substr(").append(table).append(".subject, 1, ?) = ?");
      parameters.add(begins);
      parameters.add(begins.codePointCount(0, begins.length()));
      parameters.add(begins);
    }
    return sql.toString();
  }
}
