package io.sluice.cli.schema.files;

import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a file of Protobuf's imports. */
final class ProtobufNames {
  private ProtobufNames() {}

  static Names of(String text) {
    try {
      ProtoFileElement file = ProtoParser.Companion.parse(Location.get("schema.proto"), text);
      Set<String> needs = new LinkedHashSet<>(file.getImports());
      needs.addAll(file.getPublicImports());
      needs.addAll(file.getWeakImports());
      return new Names(Set.of(), needs);
    } catch (IllegalStateException | IndexOutOfBoundsException e) {
      // How the parser says that it is no Protobuf.
      return Names.none();
    }
  }
}
