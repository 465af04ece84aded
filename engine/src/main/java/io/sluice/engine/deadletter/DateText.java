package io.sluice.engine.deadletter;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.jspecify.annotations.Nullable;

/** Connect's dates, times of day and moments in ISO 8601, as their schema means them. */
public final class DateText {
  private DateText() {}

  /** The text; that of a moment where no schema says otherwise. */
  public static String of(@Nullable Schema schema, Date date) {
    String type = schema == null ? null : schema.name();
    if (org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(type)) {
      return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
    if (Time.LOGICAL_NAME.equals(type)) {
      return LocalTime.ofInstant(date.toInstant(), ZoneOffset.UTC).toString();
    }
    return date.toInstant().toString();
  }
}
