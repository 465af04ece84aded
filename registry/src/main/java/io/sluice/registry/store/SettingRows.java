package io.sluice.registry.store;

import io.sluice.registry.model.Mode;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.registry.model.SubjectName;
import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was set for subjects, and for contexts as a whole. Nothing is inherited here. */
public final class SettingRows {
  private final Connection connection;

  public SettingRows(Connection connection) {
    this.connection = connection;
  }

  public Optional<SubjectConfig> config(SubjectName subject) throws SQLException {
    return Optional.ofNullable(configs(List.of(subject)).get(subject));
  }

  /** Of each of these that has any. */
  public Map<SubjectName, SubjectConfig> configs(List<SubjectName> subjects) throws SQLException {
    Map<SubjectName, SubjectConfig> configs = new HashMap<>();
    for (Setting setting : of("registry_config", "settings", subjects)) {
      SubjectConfig config = ContentJson.read(setting.value, SubjectConfig.class);
      if (config != null) {
        configs.put(setting.subject, config);
      }
    }
    return configs;
  }

  public void setConfig(SubjectName subject, SubjectConfig config) throws SQLException {
    Sql.update(
        connection,
        "insert into registry_config (context, subject, settings) values (?, ?, ?)"
            + " on conflict (context, subject) do update set settings = excluded.settings",
        subject.context(),
        subject.name(),
        text(config));
  }

  public void deleteConfig(SubjectName subject) throws SQLException {
    Sql.update(
        connection,
        "delete from registry_config where context = ? and subject = ?",
        subject.context(),
        subject.name());
  }

  public Optional<Mode> mode(SubjectName subject) throws SQLException {
    return Optional.ofNullable(modes(List.of(subject)).get(subject));
  }

  /** Of each of these that has one. */
  public Map<SubjectName, Mode> modes(List<SubjectName> subjects) throws SQLException {
    Map<SubjectName, Mode> modes = new HashMap<>();
    for (Setting setting : of("registry_mode", "mode", subjects)) {
      modes.put(setting.subject, Mode.valueOf(setting.value));
    }
    return modes;
  }

  public void setMode(SubjectName subject, Mode mode) throws SQLException {
    Sql.update(
        connection,
        "insert into registry_mode (context, subject, mode) values (?, ?, ?)"
            + " on conflict (context, subject) do update set mode = excluded.mode",
        subject.context(),
        subject.name(),
        mode.name());
  }

  public void deleteMode(SubjectName subject) throws SQLException {
    Sql.update(
        connection,
        "delete from registry_mode where context = ? and subject = ?",
        subject.context(),
        subject.name());
  }

  private record Setting(SubjectName subject, String value) {}

  /** In one statement: on a server each costs a way there and back. */
  private List<Setting> of(String table, String column, List<SubjectName> subjects)
      throws SQLException {
    List<Object> parameters = new ArrayList<>();
    for (SubjectName subject : subjects) {
      parameters.add(subject.context());
      parameters.add(subject.name());
    }
    return Rows.all(
        connection,
        "select context, subject, "
            + column
            + " from "
            + table
            + " where "
            + String.join(
                " or ", Collections.nCopies(subjects.size(), "context = ? and subject = ?")),
        row -> new Setting(new SubjectName(row.getString(1), row.getString(2)), row.getString(3)),
        parameters.toArray());
  }

  /** Settings as they are stored, and shown in changes. */
  public static String text(SubjectConfig config) {
    String json = ContentJson.write(config);
    return json == null ? "{}" : json;
  }
}
