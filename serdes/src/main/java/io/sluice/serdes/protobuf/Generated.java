package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;

/** Classes that protoc has generated. */
final class Generated {
  private Generated() {}

  /**
   * What reads messages of a class.
   *
   * @throws IllegalArgumentException if protoc has not generated it
   */
  static Parser<? extends Message> parser(Class<?> type) {
    try {
      Object message = type.getMethod("getDefaultInstance").invoke(null);
      if (message instanceof Message found) {
        return found.getParserForType();
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "expected a class of messages that protoc has generated, found " + type.getName(), e);
    }
    throw new IllegalArgumentException(
        "expected a class of messages that protoc has generated, found " + type.getName());
  }

  /**
   * The class that a message's file names.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Class<?> named(Descriptor message) {
    FileOptions options = message.getFile().getOptions();
    String pack =
        options.hasJavaPackage() ? options.getJavaPackage() : message.getFile().getPackage();
    StringBuilder name = new StringBuilder();
    for (Descriptor each = message; each != null; each = each.getContainingType()) {
      name.insert(0, name.isEmpty() ? each.getName() : each.getName() + "$");
    }
    if (!options.getJavaMultipleFiles()) {
      if (!options.hasJavaOuterClassname()) {
        throw new IllegalArgumentException(
            "derive.type=true needs a file with java_outer_classname or java_multiple_files, and "
                + message.getFullName()
                + " is in one without; set specific.protobuf.value.type");
      }
      name.insert(0, options.getJavaOuterClassname() + "$");
    }
    String whole = pack.isEmpty() ? name.toString() : pack + "." + name;
    try {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      return Class.forName(
          whole, true, context == null ? Generated.class.getClassLoader() : context);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "derive.type=true finds no class "
              + whole
              + "; put it on the class path, or set"
              + " specific.protobuf.value.type",
          e);
    }
  }
}
