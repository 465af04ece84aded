package io.sluice.schema.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files that every schema may import without anybody having registered them: Protobuf's own, those
 * of Google's common types, and the two that Confluent's converters use.
 */
final class StandardFiles {
  private static final Map<String, FileDescriptor> BUILT_IN =
      Map.ofEntries(
          Map.entry("google/protobuf/any.proto", AnyProto.getDescriptor()),
          Map.entry("google/protobuf/api.proto", ApiProto.getDescriptor()),
          Map.entry("google/protobuf/descriptor.proto", DescriptorProtos.getDescriptor()),
          Map.entry("google/protobuf/duration.proto", DurationProto.getDescriptor()),
          Map.entry("google/protobuf/empty.proto", EmptyProto.getDescriptor()),
          Map.entry("google/protobuf/field_mask.proto", FieldMaskProto.getDescriptor()),
          Map.entry("google/protobuf/source_context.proto", SourceContextProto.getDescriptor()),
          Map.entry("google/protobuf/struct.proto", StructProto.getDescriptor()),
          Map.entry("google/protobuf/timestamp.proto", TimestampProto.getDescriptor()),
          Map.entry("google/protobuf/type.proto", TypeProto.getDescriptor()),
          Map.entry("google/protobuf/wrappers.proto", WrappersProto.getDescriptor()));

  private static final Set<String> TEXTS =
      Set.of(
          "confluent/meta.proto",
          "confluent/type/decimal.proto",
          "google/type/calendar_period.proto",
          "google/type/color.proto",
          "google/type/date.proto",
          "google/type/datetime.proto",
          "google/type/dayofweek.proto",
          "google/type/decimal.proto",
          "google/type/expr.proto",
          "google/type/fraction.proto",
          "google/type/interval.proto",
          "google/type/latlng.proto",
          "google/type/localized_text.proto",
          "google/type/money.proto",
          "google/type/month.proto",
          "google/type/phone_number.proto",
          "google/type/postal_address.proto",
          "google/type/quaternion.proto",
          "google/type/timeofday.proto");

  private StandardFiles() {}

  /**
   * A file that Protobuf's library has itself. It always means that one: options, for instance, are
   * extensions of those very messages.
   */
  static Optional<FileDescriptor> builtIn(String path) {
    return Optional.ofNullable(BUILT_IN.get(path));
  }

  /** The text of a file that may be imported, unless a schema refers to one of its own there. */
  static Optional<String> text(String path) {
    if (!TEXTS.contains(path)) {
      return Optional.empty();
    }
    try (InputStream in = StandardFiles.class.getResourceAsStream("standard/" + path)) {
      if (in == null) {
        throw new IllegalStateException("The file " + path + " is not packed with its class");
      }
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
