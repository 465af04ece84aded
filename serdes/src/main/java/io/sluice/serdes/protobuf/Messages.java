package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.protobuf.ProtobufFormat;
import io.sluice.serdes.wire.MisframedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds messages in files. */
final class Messages {
  private Messages() {}

  /** The file of a registered schema. */
  static FileDescriptor file(SchemaSource source) {
    if (source.type() != SchemaType.PROTOBUF) {
      throw new IllegalArgumentException(
          "expected a record with a schema of type PROTOBUF, found one of type "
              + source.type()
              + "; use the converter or deserializer of that format");
    }
    return new ProtobufFormat(SchemaLimits.defaults()).parse(source).descriptor();
  }

  /** The message that a record says that it is. */
  static Descriptor at(FileDescriptor file, List<Integer> indexes) {
    List<Descriptor> among = file.getMessageTypes();
    Descriptor found = null;
    for (int index : indexes) {
      if (index < 0 || index >= among.size()) {
        throw new MisframedException(
            "expected the index of a message in the schema, found "
                + indexes
                + ", where there is none");
      }
      found = among.get(index);
      among = found.getNestedTypes();
    }
    if (found == null) {
      throw new MisframedException("expected the index of a message in the schema, found none");
    }
    return found;
  }

  /** Where a message is in its file. */
  static List<Integer> indexes(Descriptor message) {
    List<Integer> indexes = new ArrayList<>();
    for (Descriptor each = message; each != null; each = each.getContainingType()) {
      indexes.add(each.getIndex());
    }
    Collections.reverse(indexes);
    return indexes;
  }

  /**
   * The message of that full name, also within others.
   *
   * @throws IllegalArgumentException if the file has none: another one would be taken for it by
   *     whoever reads
   */
  static Descriptor like(FileDescriptor file, Descriptor own) {
    return of(file.getMessageTypes(), own.getFullName())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The registered schema has no message "
                        + own.getFullName()
                        + ", it has "
                        + file.getMessageTypes().stream().map(Descriptor::getFullName).toList()
                        + ". Write messages that it has, or register theirs"));
  }

  private static Optional<Descriptor> of(List<Descriptor> among, String fullName) {
    for (Descriptor each : among) {
      if (each.getFullName().equals(fullName)) {
        return Optional.of(each);
      }
      if (fullName.startsWith(each.getFullName() + ".")) {
        return of(each.getNestedTypes(), fullName);
      }
    }
    return Optional.empty();
  }
}
