package io.sluice.registry.store;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaFilter;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.model.SubjectVersion;
import io.sluice.registry.model.VersionSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through many versions, without their texts. */
public final class VersionList {
  private final Connection connection;

  public VersionList(Connection connection) {
    this.connection = connection;
  }

  /** The versions, by context, subject and number, and how long they are. */
  public List<VersionSize> sizes(SchemaFilter filter, Page page) throws SQLException {
    String ruleType = filter.ruleType();
    List<Object> parameters = new ArrayList<>();
    String sql =
        "select v.context, v.subject, v.version, length(s.text) + coalesce(length(s.refs), 0)"
            + " + coalesce(length(s.metadata), 0) + coalesce(length(s.rule_set), 0)"
            + (ruleType == null ? "" : ", s.rule_set")
            + " from registry_version v"
            + " join registry_schema s on s.context = v.context and s.id = v.id where "
            + SubjectPrefix.parse(filter.prefix()).condition("v", parameters)
            + VersionRows.which(filter.deleted())
            + (ruleType == null ? "" : " and s.rule_set is not null")
            + (filter.latestOnly() ? newestOf(filter) : "")
            + " order by v.context, v.subject, v.version";
    return ruleType == null
        ? Rows.all(
            connection,
            sql + VersionRows.part(page, parameters),
            VersionList::size,
            parameters.toArray())
        : ofType(ruleType, sql, parameters, page);
  }

  private static String newestOf(SchemaFilter filter) {
    return " and v.version = (select max(w.version) from registry_version w"
        + " where w.context = v.context and w.subject = v.subject"
        + VersionRows.which(filter.deleted()).replace("v.", "w.")
        + ")";
  }

  /** The page is one of those that have such a rule, which no statement can tell. */
  private List<VersionSize> ofType(String type, String sql, List<Object> parameters, Page page)
      throws SQLException {
    List<VersionSize> found = new ArrayList<>();
    if (page.limit() == 0) {
      return found;
    }
    int[] left = {page.offset()};
    Rows.each(
        connection,
        sql,
        row -> {
          RuleSet rules = ContentJson.read(row.getString(5), RuleSet.class);
          if (rules != null && rules.hasType(type) && left[0]-- <= 0) {
            found.add(size(row));
          }
          return page.limit() < 0 || found.size() < page.limit();
        },
        parameters.toArray());
    return found;
  }

  private static VersionSize size(ResultSet row) throws SQLException {
    SubjectName subject = new SubjectName(row.getString(1), row.getString(2));
    return new VersionSize(new SubjectVersion(subject, row.getInt(3)), row.getLong(4));
  }

  /** The newest version with such metadata; empty if none has. */
  public OptionalInt newest(SubjectName subject, Deleted deleted, Predicate<Metadata> wanted)
      throws SQLException {
    int[] found = {0};
    Rows.each(
        connection,
        "select v.version, s.metadata from registry_version v"
            + " join registry_schema s on s.context = v.context and s.id = v.id"
            + " where v.context = ? and v.subject = ? and s.metadata is not null"
            + VersionRows.which(deleted)
            + " order by v.version desc",
        row -> {
          @Nullable Metadata metadata = ContentJson.read(row.getString(2), Metadata.class);
          if (metadata != null && wanted.test(metadata)) {
            found[0] = row.getInt(1);
          }
          return found[0] == 0;
        },
        subject.context(),
        subject.name());
    return found[0] == 0 ? OptionalInt.empty() : OptionalInt.of(found[0]);
  }
}
