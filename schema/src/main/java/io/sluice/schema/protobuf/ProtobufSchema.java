package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaType;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of Protobuf's, with all that it imports. Immutable, safe in several threads. */
public final class ProtobufSchema implements ParsedSchema {
  private final String canonical;
  private final FileDescriptorProto resolved;
  private final FileDescriptor descriptor;
  private @Nullable String normalized;

  /**
   * @param canonical the file's text
   * @param resolved the file with the full names of types, and with options as they were written
   * @param descriptor the file, joined with what it imports
   */
  ProtobufSchema(String canonical, FileDescriptorProto resolved, FileDescriptor descriptor) {
    this.canonical = canonical;
    this.resolved = resolved;
    this.descriptor = descriptor;
  }

  /**
   * As Protobuf's own library has it, with the files that it imports. Its name is {@value
   * ProtobufFormat#FILE_NAME}, those of what it imports are the paths of the imports; imports that
   * nobody has, and nobody needs, are not among them. Options of one's own are among the unknown
   * fields of the options' messages.
   */
  public FileDescriptor descriptor() {
    return descriptor;
  }

  /**
   * The descriptor of the file itself (a {@code FileDescriptorProto}) in base64: the form of a
   * schema's text that {@code format=serialized} asks for, and which {@link ProtobufFormat} reads
   * as well.
   */
  public String serialized() {
    return Base64.getEncoder().encodeToString(descriptor.toProto().toByteArray());
  }

  @Override
  public SchemaType type() {
    return SchemaType.PROTOBUF;
  }

  /** The file without comments, in one layout; names, options and order as they were written. */
  @Override
  public String canonical() {
    return canonical;
  }

  @Override
  public String normalized() {
    String text = normalized;
    if (text == null) {
      text = FileWriting.of(ProtoNormalForm.of(resolved));
      normalized = text; // Whoever comes second makes the same text.
    }
    return text;
  }

  /** The full name of the first message: what is written if nobody says which. */
  @Override
  public Optional<String> recordName() {
    return descriptor.getMessageTypes().stream().findFirst().map(type -> type.getFullName());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProtobufSchema that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return canonical;
  }
}
