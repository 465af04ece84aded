package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import org.apache.kafka.connect.errors.DataException;

/** Links the files that {@link SchemaToProto} writes. Thread-safe. */
final class ProtoFiles {
  private final KnownFiles known = new KnownFiles();

  /** A file with what it imports. */
  FileDescriptor link(FileDescriptorProto file) {
    FileDescriptorProto.Builder linked = file.toBuilder().clearDependency();
    // What is said in options of Confluent's is read as it is, without the file that declares them.
    file.getDependencyList().stream()
        .filter(path -> !path.equals(KnownFiles.META))
        .forEach(linked::addDependency);
    FileDescriptor[] needed =
        linked.getDependencyList().stream().map(known::file).toArray(FileDescriptor[]::new);
    try {
      return FileDescriptor.buildFrom(linked.build(), needed);
    } catch (DescriptorValidationException e) {
      throw new DataException("A schema cannot be one of Protobuf: " + e.getDescription(), e);
    }
  }
}
