package io.sluice.schema.protobuf;

/** What a field is called in JSON unless it says another name. */
final class JsonNames {
  private JsonNames() {}

  /** {@code foo_bar} gives {@code fooBar} (language guide, "JSON Mapping"). */
  static String of(String field) {
    StringBuilder name = new StringBuilder(field.length());
    boolean upper = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
        upper = false;
      }
    }
    return name.toString();
  }
}
