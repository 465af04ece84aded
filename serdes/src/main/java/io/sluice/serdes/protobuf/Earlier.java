package io.sluice.serdes.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a message was in earlier versions of its file. A number, once a field has had it, means that
 * field to whoever reads with an earlier version, so it is this field's or nobody's for ever.
 * Immutable.
 */
final class Earlier {
  /** Of a file that is the first of its kind. */
  static final Earlier NOTHING = new Earlier(List.of(), ProtobufDataOptions.STANDARD);

  /**
   * Which field of a struct one is.
   *
   * @param union the struct's field that is the union that this is a member of; empty if it is none
   */
  record Key(String union, String field) {
    static Key of(String field) {
      return new Key("", field);
    }
  }

  /** What a message is to Connect. */
  enum Form {
    STRUCT,
    BOX,
    ENTRY
  }

  private final List<Descriptor> messages;
  private final ProtobufDataOptions options;
  private final List<Map<Key, FieldDescriptor>> fieldsOf = new ArrayList<>();
  private final Map<Key, FieldDescriptor> fields = new HashMap<>();
  private final Reservations reserved = new Reservations();
  private final Set<String> names = new HashSet<>();

  /**
   * @param messages of the newest version first
   */
  private Earlier(List<Descriptor> messages, ProtobufDataOptions options) {
    this.options = options;
    this.messages = List.copyOf(messages);
    Set<Integer> given = new HashSet<>();
    for (Descriptor message : this.messages) {
      Map<Key, FieldDescriptor> own = fieldsOf(message, options);
      fieldsOf.add(own);
      own.forEach(
          (key, field) -> {
            names.add(field.getName());
            // The newest version's number stands where two differ.
            if (!fields.containsKey(key) && given.add(field.getNumber())) {
              fields.put(key, field);
            }
          });
      reserved.add(message.toProto());
      names.addAll(message.toProto().getReservedNameList());
    }
  }

  private static Map<Key, FieldDescriptor> fieldsOf(
      Descriptor message, ProtobufDataOptions options) {
    Map<Key, FieldDescriptor> fields = new LinkedHashMap<>();
    for (Slot slot : Slot.of(message, options)) {
      if (slot instanceof Slot.Union union) {
        union.members().forEach(one -> fields.put(new Key(union.name(), one.name()), one.field()));
      } else if (slot instanceof Slot.Single single) {
        fields.put(Key.of(single.name()), single.field());
      }
    }
    return fields;
  }

  /**
   * What the first message of files was.
   *
   * @param files of one subject, the newest first
   */
  static Earlier of(List<FileDescriptor> files, Form form, ProtobufDataOptions options) {
    List<Descriptor> messages = new ArrayList<>();
    for (FileDescriptor file : files) {
      Descriptor first = file.getMessageTypes().isEmpty() ? null : file.getMessageTypes().get(0);
      if (first != null && Kinds.isBox(first) == (form == Form.BOX) && !Kinds.isWrapper(first)) {
        messages.add(first);
      }
    }
    return new Earlier(messages, options);
  }

  /** The names of all messages and enums in files. */
  static Set<String> typesOf(List<FileDescriptor> files) {
    Set<String> types = new HashSet<>();
    for (FileDescriptor file : files) {
      file.getEnumTypes().forEach(each -> types.add(each.getName()));
      file.getMessageTypes().forEach(each -> addTypes(each, types));
    }
    return types;
  }

  private static void addTypes(Descriptor message, Set<String> types) {
    types.add(message.getName());
    message.getEnumTypes().stream().map(EnumDescriptor::getName).forEach(types::add);
    message.getNestedTypes().forEach(each -> addTypes(each, types));
  }

  /** The messages, by which two places of a file are told apart. */
  List<Descriptor> messages() {
    return messages;
  }

  /** Whether there is none, so that fields are numbered by their places. */
  boolean isNothing() {
    return messages.isEmpty();
  }

  /** What the messages of that form were that a field has been. */
  Earlier below(Key key, Form form) {
    Predicate<FieldDescriptor> fits =
        switch (form) {
          case STRUCT -> field -> !Kinds.isEntry(field) && isStruct(field.getMessageType());
          case BOX -> field -> Kinds.isBox(field.getMessageType());
          case ENTRY -> Kinds::isEntry;
        };
    List<Descriptor> below = new ArrayList<>();
    for (Map<Key, FieldDescriptor> own : fieldsOf) {
      FieldDescriptor field = own.get(key);
      if (field != null
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && fits.test(field)
          && !below.contains(field.getMessageType())) {
        below.add(field.getMessageType());
      }
    }
    return below.isEmpty() ? NOTHING : new Earlier(below, options);
  }

  private static boolean isStruct(Descriptor message) {
    return !Kinds.isBox(message) && !Kinds.isLogical(message) && !Kinds.isWrapper(message);
  }

  /** The name of the message; empty if it never was. */
  String typeName() {
    return messages.isEmpty() ? "" : messages.get(0).getName();
  }

  /** The number of a field; 0 if it never had one. */
  int number(Key key) {
    FieldDescriptor field = fields.get(key);
    return field == null ? 0 : field.getNumber();
  }

  /** The name of a field in the file; empty if it never had one. */
  String name(Key key) {
    FieldDescriptor field = fields.get(key);
    return field == null ? "" : field.getName();
  }

  /** All names that fields have had. */
  Set<String> names() {
    return names;
  }

  /** Whether a number has been some field's. */
  boolean isTaken(int number) {
    return reserved.has(number);
  }

  /** The number behind those that are taken together with one. */
  int endOfTaken(int number) {
    return reserved.endOf(number);
  }

  /** The largest number that a field has had; 0 if there was none. */
  int highest() {
    return messages.stream()
        .flatMap(message -> message.getFields().stream())
        .mapToInt(FieldDescriptor::getNumber)
        .max()
        .orElse(0);
  }

  /** Keeps others from taking what a message no longer has. */
  void reserve(DescriptorProto.Builder message) {
    if (isNothing()) {
      return;
    }
    Set<String> own = new HashSet<>();
    Set<Integer> numbers = new HashSet<>();
    message
        .getFieldList()
        .forEach(
            field -> {
              own.add(field.getName());
              numbers.add(field.getNumber());
            });
    message.addAllReservedRange(reserved.without(numbers));
    names.stream().filter(name -> !own.contains(name)).sorted().forEach(message::addReservedName);
  }
}
