package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import java.util.List;
import java.util.Map;

/** The files that the messages of Connect's logical types are in. */
final class KnownFiles {
  static final String META = "confluent/meta.proto";
  static final String DECIMAL = "confluent/type/decimal.proto";
  static final String DATE = "google/type/date.proto";
  static final String TIME = "google/type/timeofday.proto";
  static final String TIMESTAMP = "google/protobuf/timestamp.proto";
  static final String WRAPPERS = "google/protobuf/wrappers.proto";

  private final Map<String, FileDescriptor> files;

  KnownFiles() {
    files =
        Map.of(
            TIMESTAMP,
            TimestampProto.getDescriptor(),
            WRAPPERS,
            WrappersProto.getDescriptor(),
            DATE,
            file(
                DATE,
                "google.type",
                message("Date", field("year", 1), field("month", 2), field("day", 3))),
            TIME,
            file(
                TIME,
                "google.type",
                message(
                    "TimeOfDay",
                    field("hours", 1),
                    field("minutes", 2),
                    field("seconds", 3),
                    field("nanos", 4))),
            DECIMAL,
            file(
                DECIMAL,
                "confluent.type",
                message(
                    "Decimal",
                    field("value", 1).setType(Type.TYPE_BYTES),
                    field("precision", 2).setType(Type.TYPE_UINT32),
                    field("scale", 3))));
  }

  /** The file of that path, which is one of those above. */
  FileDescriptor file(String path) {
    return requireNonNull(files.get(path), path);
  }

  private static FieldDescriptorProto.Builder field(String name, int number) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(Label.LABEL_OPTIONAL)
        .setType(Type.TYPE_INT32);
  }

  private static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    List.of(fields).forEach(message::addField);
    return message.build();
  }

  private static FileDescriptor file(String path, String pack, DescriptorProto message) {
    try {
      return FileDescriptor.buildFrom(
          FileDescriptorProto.newBuilder()
              .setName(path)
              .setPackage(pack)
              .setSyntax("proto3")
              .addMessageType(message)
              .build(),
          new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }
}
