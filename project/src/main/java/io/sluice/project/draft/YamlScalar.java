package io.sluice.project.draft;

/** Texts as YAML has them. */
public final class YamlScalar {
  private YamlScalar() {}

  /** Quoted unless YAML and our references can take it for nothing but this text. */
  public static String of(String value) {
    boolean plain =
        value.matches("[A-Za-z_/][A-Za-z0-9_./:@=?&%+-]*")
            && !value.endsWith(":")
            && !value.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return plain ? value : quoted(value);
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                  if (Character.isISOControl(point)
                      || Character.getType(point) == Character.SURROGATE
                      || point == 0x2028
                      || point == 0x2029
                      || point == 0xFEFF) {
                    text.append(String.format("\\u%04X", point));
                  } else {
                    text.appendCodePoint(point);
                  }
                }
              }
            });
    return text.append('"').toString();
  }
}
