package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.WrappersProto;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.SchemaText;
import java.util.stream.Stream;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The files that records' own schemas are. One that follows others in its subject keeps the numbers
 * that they have given: readers know a field by nothing else. Thread-safe.
 */
final class OwnSchemas {
  private final ProtobufDataOptions options;
  private final ProtobufSchemas schemas;
  private final ProtoFiles files = new ProtoFiles();
  private final Cache<Asked, Own> known;

  /** What is registered for records of a schema, and the message that they are. */
  record Own(SchemaText text, Descriptor message) {}

  /** The same file is another one where it follows others. */
  private record Asked(String subject, SchemaText plain) {}

  /**
   * @param size how many are remembered
   */
  OwnSchemas(ProtobufDataOptions options, int size) {
    this.options = options;
    schemas = new ProtobufSchemas(options);
    known = new SynchronizedCache<>(new LRUCache<>(size));
  }

  /** As the first version of a subject. */
  Own plain(Schema schema) {
    if (isRaw(schema)) {
      FileDescriptor file = WrappersProto.getDescriptor();
      String name = Identifiers.simple(Kinds.wrapper(schema));
      SchemaText text = SchemaText.of(SchemaType.PROTOBUF, ProtoText.of(file.toProto()));
      return new Own(text, file.findMessageTypeByName(name));
    }
    FileDescriptorProto file = new SchemaToProto(options).write(schema, "default.proto");
    SchemaText text = SchemaText.of(SchemaType.PROTOBUF, ProtoText.of(file));
    return new Own(text, files.link(file).getMessageTypes().get(0));
  }

  /** What was kept for that one; null if nothing. */
  @Nullable Own known(String subject, Own plain) {
    return known.get(new Asked(subject, plain.text()));
  }

  /** Has it found again without the earlier versions. */
  void keep(String subject, Own plain, Own own) {
    known.put(new Asked(subject, plain.text()), own);
  }

  /**
   * As the version that comes after others, or as the one of them that it is.
   *
   * @param earlier the newest first
   */
  Own following(Schema schema, Own plain, Stream<SchemaSource> earlier) {
    if (isRaw(schema)) {
      // Who has schemas and no records writes the one message alone.
      SchemaSource alone = schemas.write(schema);
      return earlier.anyMatch(version -> schemas.areSame(version, alone)) ? own(alone) : plain;
    }
    return own(schemas.write(schema, earlier));
  }

  private static Own own(SchemaSource source) {
    return new Own(SchemaText.of(source), Messages.file(source).getMessageTypes().get(0));
  }

  private boolean isRaw(Schema schema) {
    return options.rawWrappers() && Kinds.isRaw(schema);
  }
}
