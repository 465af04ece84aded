package io.sluice.schema.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The extensions that some files and all that they import define. */
final class Extensions {
  private final Map<String, FieldDescriptor> byName = new HashMap<>();
  private final ExtensionRegistry registry = ExtensionRegistry.newInstance();

  Extensions(List<FileDescriptor> files) {
    Deque<FileDescriptor> waiting = new ArrayDeque<>(files);
    Set<String> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      FileDescriptor file = waiting.pop();
      if (seen.add(file.getName())) {
        file.getExtensions().forEach(this::add);
        file.getMessageTypes().forEach(this::addNested);
        waiting.addAll(file.getDependencies());
      }
    }
  }

  private void addNested(Descriptor message) {
    message.getExtensions().forEach(this::add);
    message.getNestedTypes().forEach(this::addNested);
  }

  private void add(FieldDescriptor extension) {
    if (byName.putIfAbsent(extension.getFullName(), extension) != null) {
      return;
    }
    if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      registry.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
    } else {
      registry.add(extension);
    }
  }

  /** For whoever reads messages that may have these. */
  ExtensionRegistry registry() {
    return registry;
  }

  /**
   * The extension that a name means within a scope: the innermost one that has it, as of any name.
   *
   * @param scope full name of the message, or package, in which the name stands; may be empty
   */
  Optional<FieldDescriptor> find(String name, String scope) {
    if (name.startsWith(".")) {
      return Optional.ofNullable(byName.get(name.substring(1)));
    }
    String outer = scope;
    while (!outer.isEmpty()) {
      FieldDescriptor found = byName.get(outer + "." + name);
      if (found != null) {
        return Optional.of(found);
      }
      int dot = outer.lastIndexOf('.');
      outer = dot < 0 ? "" : outer.substring(0, dot);
    }
    return Optional.ofNullable(byName.get(name));
  }
}
