package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.RegisteredSchema;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.client.SchemaText;
import java.util.ArrayList;
import java.util.List;

/** Registers what a file imports before the file itself, each under a subject of its own. */
final class ImportedFiles {
  private final RegistryClient client;
  private final boolean register;
  private final boolean normalize;
  private final boolean skipsKnown;
  private final boolean qualified;

  /**
   * @param register whether they are registered where they are not; else they are looked up
   * @param skipsKnown whether those that every registry knows are left out
   * @param qualified whether a subject is the path with dots and without {@code .proto}
   */
  ImportedFiles(
      RegistryClient client,
      boolean register,
      boolean normalize,
      boolean skipsKnown,
      boolean qualified) {
    this.client = client;
    this.register = register;
    this.normalize = normalize;
    this.skipsKnown = skipsKnown;
    this.qualified = qualified;
  }

  /** A file as it goes to the registry, which has what it imports by then. */
  SchemaText text(FileDescriptor file) {
    List<SchemaReference> references = new ArrayList<>();
    for (FileDescriptor needed : file.getDependencies()) {
      if (skipsKnown && isKnown(needed.getName())) {
        continue;
      }
      SchemaText text = text(needed);
      String subject = subject(needed.getName());
      RegisteredSchema found =
          register
              ? client.register(subject, text, normalize)
              : client.lookUp(subject, text, normalize);
      // A registry that says which id it is may not say which version.
      int version =
          found.version() > 0 ? found.version() : client.lookUp(subject, text, normalize).version();
      references.add(new SchemaReference(needed.getName(), subject, version));
    }
    return new SchemaText(
        SchemaType.PROTOBUF, ProtoText.of(file.toProto()), references, null, null);
  }

  private String subject(String path) {
    return qualified ? path.replaceAll("\\.proto$", "").replace('/', '.') : path;
  }

  private static boolean isKnown(String path) {
    return path.startsWith("google/protobuf/")
        || path.startsWith("google/type/")
        || path.startsWith("confluent/");
  }
}
