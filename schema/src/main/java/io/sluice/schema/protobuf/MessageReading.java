package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Makes the descriptor of one message. */
final class MessageReading {
  private static final String MAP = "map<";

  private final FileReading file;
  private final String scope;
  private final DescriptorProto.Builder message = DescriptorProto.newBuilder();

  /**
   * @param scope the message's full name
   */
  MessageReading(FileReading file, String scope) {
    this.file = file;
    this.scope = scope;
  }

  /** A field or a group, where it stands in the text. */
  private record Placed(Location at, FieldDescriptorProto field) {}

  DescriptorProto read(MessageElement element) {
    message.setName(element.getName());
    List<Placed> fields = new ArrayList<>();
    addFields(element.getFields(), -1, fields);
    addGroups(element.getGroups(), -1, fields);
    for (OneOfElement oneof : element.getOneOfs()) {
      int index = message.getOneofDeclCount();
      file.named(scope, oneof.getName());
      OneofDescriptorProto.Builder builder = message.addOneofDeclBuilder().setName(oneof.getName());
      if (!oneof.getOptions().isEmpty()) {
        builder.getOptionsBuilder().addAllUninterpretedOption(OptionReading.of(oneof.getOptions()));
      }
      addFields(oneof.getFields(), index, fields);
      addGroups(oneof.getGroups(), index, fields);
    }
    fields.sort(
        Comparator.<Placed>comparingInt(placed -> placed.at().getLine())
            .thenComparingInt(placed -> placed.at().getColumn()));
    fields.forEach(placed -> message.addField(placed.field()));
    addTypes(element);
    Numbers.reserve(element.getReserveds(), message);
    Numbers.extend(element.getExtensions(), message);
    if (!element.getOptions().isEmpty()) {
      message.getOptionsBuilder().addAllUninterpretedOption(OptionReading.of(element.getOptions()));
    }
    SyntheticOneofs.add(message);
    return message.build();
  }

  private void addTypes(MessageElement element) {
    for (TypeElement type : element.getNestedTypes()) {
      if (type instanceof MessageElement nested) {
        message.addNestedType(file.nested(nested, scope));
      } else if (type instanceof EnumElement enumeration) {
        message.addEnumType(file.enumeration(enumeration, scope));
      }
    }
    for (ExtendElement extend : element.getExtendDeclarations()) {
      for (FieldElement field : extend.getFields()) {
        message.addExtension(file.extension(extend, field, scope));
      }
    }
  }

  private void addFields(List<FieldElement> elements, int oneof, List<Placed> fields) {
    for (FieldElement element : elements) {
      FieldDescriptorProto.Builder field = file.field(element, scope);
      if (element.getType().startsWith(MAP)) {
        makeMap(field, element);
      }
      if (oneof >= 0) {
        field.setOneofIndex(oneof);
      }
      fields.add(new Placed(element.getLocation(), field.build()));
    }
  }

  /**
   * A map is a list of messages of two fields (language guide, "Maps", "Backwards compatibility").
   */
  private void makeMap(FieldDescriptorProto.Builder field, FieldElement element) {
    String types = element.getType().substring(MAP.length(), element.getType().length() - 1);
    int comma = types.indexOf(", ");
    String name = MapEntries.nameFor(element.getName());
    DescriptorProto.Builder entry = message.addNestedTypeBuilder().setName(name);
    entry.getOptionsBuilder().setMapEntry(true);
    FieldReading.setType(entryField(entry, "key", 1), types.substring(0, comma));
    FieldReading.setType(entryField(entry, "value", 2), types.substring(comma + 2));
    field.setLabel(Label.LABEL_REPEATED).clearType().setTypeName(name);
  }

  private static FieldDescriptorProto.Builder entryField(
      DescriptorProto.Builder entry, String name, int number) {
    return entry.addFieldBuilder().setName(name).setNumber(number).setLabel(Label.LABEL_OPTIONAL);
  }

  /** A group is a message and a field of it at once, which has its name in small letters. */
  private void addGroups(List<GroupElement> groups, int oneof, List<Placed> fields) {
    for (GroupElement group : groups) {
      String full = file.named(scope, group.getName());
      DescriptorProto.Builder nested = DescriptorProto.newBuilder().setName(group.getName());
      group.getFields().forEach(field -> nested.addField(file.field(field, full)));
      message.addNestedType(nested);
      FieldDescriptorProto.Builder field =
          FieldDescriptorProto.newBuilder()
              .setName(group.getName().toLowerCase(Locale.ROOT))
              .setNumber(group.getTag())
              .setLabel(FieldReading.label(group.getLabel()))
              .setType(Type.TYPE_GROUP)
              .setTypeName(group.getName());
      if (oneof >= 0) {
        field.setOneofIndex(oneof);
      }
      fields.add(new Placed(group.getLocation(), field.build()));
    }
  }
}
