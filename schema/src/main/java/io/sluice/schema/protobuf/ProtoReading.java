package io.sluice.schema.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.sluice.schema.Incompatibility;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether messages of one file can be read with another, by the rules of Confluent's registry
 * ("Schema Evolution and Compatibility", "Protobuf compatibility") on top of those of Protobuf's
 * language guide ("Updating A Message Type"). Messages are held against those of the same name,
 * fields against those of the same number. Used for one comparison; not thread-safe.
 */
final class ProtoReading {
  private final FileDescriptor readerFile;
  private final FileDescriptor writerFile;
  private final int maxSteps;
  private final List<Incompatibility> found = new ArrayList<>();
  private final Deque<Pair> waiting = new ArrayDeque<>();
  private final Set<Pair> seen = new HashSet<>();
  private int steps;

  ProtoReading(FileDescriptor readerFile, FileDescriptor writerFile, int maxSteps) {
    this.readerFile = readerFile;
    this.writerFile = writerFile;
    this.maxSteps = maxSteps;
  }

  /** Two messages that the one must be able to read as the other. */
  private record Pair(Descriptor reader, Descriptor writer, String path) {}

  /** Why the reader cannot read what the writer wrote; empty if it can. */
  List<Incompatibility> incompatibilities() {
    if (!readerFile.getPackage().equals(writerFile.getPackage())) {
      found.add(ProtoFinding.otherPackage(readerFile.getPackage(), writerFile.getPackage()));
    }
    lookAtMessages("#", readerFile.getMessageTypes(), writerFile.getMessageTypes());
    while (!waiting.isEmpty()) {
      if (steps > maxSteps) {
        return List.of(Incompatibility.tooComplex(maxSteps));
      }
      lookAt(waiting.poll());
    }
    return List.copyOf(found);
  }

  private void lookAtMessages(String path, List<Descriptor> readers, List<Descriptor> writers) {
    Map<String, Descriptor> byName = new HashMap<>();
    readers.forEach(reader -> byName.put(reader.getName(), reader));
    for (Descriptor writer : writers) {
      if (writer.getOptions().getMapEntry()) {
        continue; // Looked at with its field.
      }
      Descriptor reader = byName.get(writer.getName());
      String own = path + "/" + writer.getName();
      if (reader == null) {
        found.add(ProtoFinding.noMessage(own, writer.getFullName()));
      } else {
        later(reader, writer, own);
      }
    }
  }

  private void later(Descriptor reader, Descriptor writer, String path) {
    if (reader.equals(writer)) {
      return; // Of a file that both have from Protobuf's library.
    }
    Pair pair = new Pair(reader, writer, path);
    if (seen.add(pair)) {
      waiting.add(pair);
    }
  }

  private void lookAt(Pair pair) {
    Descriptor reader = pair.reader();
    Descriptor writer = pair.writer();
    steps += 1 + reader.getFields().size() + writer.getFields().size();
    for (OneofDescriptor oneof : reader.getRealOneofs()) {
      lookAtJoining(pair, oneof);
    }
    Map<String, OneofDescriptor> oneofs = new HashMap<>();
    reader.getRealOneofs().forEach(oneof -> oneofs.put(oneof.getName(), oneof));
    for (FieldDescriptor written : writer.getFields()) {
      FieldDescriptor read = reader.findFieldByNumber(written.getNumber());
      OneofDescriptor left = written.getRealContainingOneof();
      OneofDescriptor kept = left == null ? null : oneofs.get(left.getName());
      String path = pair.path() + "/" + written.getNumber();
      if (kept != null && (read == null || read.getRealContainingOneof() != kept)) {
        found.add(
            ProtoFinding.leftOneof(
                pair.path() + "/" + kept.getName() + "/" + written.getNumber(),
                written,
                kept.getName()));
      }
      if (read != null) {
        lookAtField(path, read, written);
      } else if (written.isRequired()) {
        found.add(ProtoFinding.requiredRemoved(path, written));
      }
    }
    for (FieldDescriptor read : reader.getFields()) {
      if (read.isRequired() && writer.findFieldByNumber(read.getNumber()) == null) {
        found.add(ProtoFinding.requiredAdded(pair.path() + "/" + read.getNumber(), read));
      }
    }
    lookAtMessages(pair.path(), reader.getNestedTypes(), writer.getNestedTypes());
  }

  /** Fields that may have been written together, and of which the reader keeps one. */
  private void lookAtJoining(Pair pair, OneofDescriptor oneof) {
    int fromOutside = 0;
    int fromOneofs = 0;
    for (FieldDescriptor field : oneof.getFields()) {
      FieldDescriptor written = pair.writer().findFieldByNumber(field.getNumber());
      if (written != null && written.getRealContainingOneof() == null) {
        fromOutside++;
      } else if (written != null) {
        fromOneofs++;
      }
    }
    String path = pair.path() + "/" + oneof.getName();
    if (fromOutside > 1) {
      found.add(ProtoFinding.severalJoinedOneof(path, oneof.getName()));
    } else if (fromOutside == 1 && fromOneofs > 0) {
      found.add(ProtoFinding.joinedOneof(path, oneof.getName()));
    }
  }

  private void lookAtField(String path, FieldDescriptor read, FieldDescriptor written) {
    FieldKind kind = FieldKind.of(read);
    if (kind != FieldKind.of(written)) {
      found.add(
          kind.isScalar() && FieldKind.of(written).isScalar()
              ? ProtoFinding.otherScalar(path, read, written)
              : ProtoFinding.otherKind(path, read, written));
      return;
    }
    if (kind == FieldKind.MAP) {
      for (int i = 0; i < 2; i++) {
        lookAtField(
            path,
            read.getMessageType().getFields().get(i),
            written.getMessageType().getFields().get(i));
      }
      return;
    }
    if (kind.isNumber()) {
      if (read.isRepeated() != written.isRepeated() || read.isRequired() != written.isRequired()) {
        found.add(ProtoFinding.otherLabel(path, read, written));
      }
    } else if (read.isRequired() && !written.isRequired()) {
      found.add(ProtoFinding.requiredAdded(path, read));
    }
    if (kind == FieldKind.MESSAGE || kind == FieldKind.GROUP) {
      lookAtTypes(path, read, written);
    }
  }

  private void lookAtTypes(String path, FieldDescriptor read, FieldDescriptor written) {
    Descriptor reader = read.getMessageType();
    Descriptor writer = written.getMessageType();
    String name = localName(reader);
    if (!name.equals(localName(writer))) {
      found.add(ProtoFinding.otherMessage(path, read, written));
    } else if (!reader.getFile().equals(readerFile) || !writer.getFile().equals(writerFile)) {
      // Those of the two files themselves are held against each other by their place there.
      later(reader, writer, "#/" + name.replace('.', '/'));
    }
  }

  /** The full name without the package: a package of imports may have another name. */
  private static String localName(Descriptor message) {
    String pack = message.getFile().getPackage();
    return pack.isEmpty()
        ? message.getFullName()
        : message.getFullName().substring(pack.length() + 1);
  }
}
