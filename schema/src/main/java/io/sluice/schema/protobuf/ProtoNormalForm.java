package io.sluice.schema.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Brings a file into the one form of all files that mean the same: full names of types, fields by
 * number, options, imports, enums and services by name. Messages stay in their order, since what is
 * written names them by their place.
 */
final class ProtoNormalForm {
  private ProtoNormalForm() {}

  /**
   * @param resolved with the full names of types, and with options as they were written
   */
  static FileDescriptorProto of(FileDescriptorProto resolved) {
    FileDescriptorProto.Builder file = resolved.toBuilder();
    if (!file.hasSyntax()) {
      file.setSyntax("proto2");
    }
    sortImports(file);
    if (file.hasOptions()) {
      sortOptions(file.getOptionsBuilder());
    }
    file.getMessageTypeBuilderList().forEach(ProtoNormalForm::normalize);
    sortEnums(List.copyOf(file.getEnumTypeList()), file.clearEnumType()::addEnumType);
    sortExtensions(List.copyOf(file.getExtensionList()), file.clearExtension()::addExtension);
    List<ServiceDescriptorProto> services = new ArrayList<>(file.getServiceList());
    services.sort(Comparator.comparing(ServiceDescriptorProto::getName));
    file.clearService();
    services.forEach(service -> file.addService(normal(service)));
    return file.build();
  }

  private static void sortImports(FileDescriptorProto.Builder file) {
    Map<Integer, String> kinds = new HashMap<>();
    file.getPublicDependencyList().forEach(index -> kinds.put(index, "public"));
    file.getWeakDependencyList().forEach(index -> kinds.put(index, "weak"));
    Map<String, TreeSet<String>> byKind = new LinkedHashMap<>();
    List.of("", "public", "weak").forEach(kind -> byKind.put(kind, new TreeSet<>()));
    for (int i = 0; i < file.getDependencyCount(); i++) {
      TreeSet<String> paths = byKind.get(kinds.getOrDefault(i, ""));
      if (paths != null) {
        paths.add(file.getDependency(i));
      }
    }
    file.clearDependency().clearPublicDependency().clearWeakDependency();
    byKind.forEach(
        (kind, paths) -> {
          for (String path : paths) {
            if (kind.equals("public")) {
              file.addPublicDependency(file.getDependencyCount());
            } else if (kind.equals("weak")) {
              file.addWeakDependency(file.getDependencyCount());
            }
            file.addDependency(path);
          }
        });
  }

  private static void normalize(DescriptorProto.Builder message) {
    if (message.hasOptions()) {
      sortOptions(message.getOptionsBuilder());
    }
    List<FieldDescriptorProto> fields = new ArrayList<>(message.getFieldList());
    fields.sort(Comparator.comparingInt(FieldDescriptorProto::getNumber));
    List<OneofDescriptorProto> oneofs = List.copyOf(message.getOneofDeclList());
    Map<Integer, Integer> places = new HashMap<>();
    message.clearField().clearOneofDecl();
    for (FieldDescriptorProto field : fields) {
      FieldDescriptorProto.Builder normal = normal(field);
      if (field.hasOneofIndex()) {
        normal.setOneofIndex(
            places.computeIfAbsent(
                field.getOneofIndex(),
                index -> {
                  OneofDescriptorProto.Builder oneof =
                      message.addOneofDeclBuilder().mergeFrom(oneofs.get(index));
                  if (oneof.hasOptions()) {
                    sortOptions(oneof.getOptionsBuilder());
                  }
                  return message.getOneofDeclCount() - 1;
                }));
      }
      message.addField(normal);
    }
    message.getNestedTypeBuilderList().forEach(ProtoNormalForm::normalize);
    sortEnums(List.copyOf(message.getEnumTypeList()), message.clearEnumType()::addEnumType);
    sortExtensions(List.copyOf(message.getExtensionList()), message.clearExtension()::addExtension);
    List<DescriptorProto.ReservedRange> reserved = new ArrayList<>(message.getReservedRangeList());
    reserved.sort(Comparator.comparingInt(DescriptorProto.ReservedRange::getStart));
    message.clearReservedRange().addAllReservedRange(reserved);
    TreeSet<String> names = new TreeSet<>(message.getReservedNameList());
    message.clearReservedName().addAllReservedName(names);
    List<DescriptorProto.ExtensionRange> ranges = new ArrayList<>(message.getExtensionRangeList());
    ranges.sort(Comparator.comparingInt(DescriptorProto.ExtensionRange::getStart));
    message.clearExtensionRange().addAllExtensionRange(ranges);
  }

  private static FieldDescriptorProto.Builder normal(FieldDescriptorProto field) {
    FieldDescriptorProto.Builder normal = field.toBuilder();
    if (field.hasJsonName() && field.getJsonName().equals(JsonNames.of(field.getName()))) {
      normal.clearJsonName();
    }
    if (field.hasOptions()) {
      sortOptions(normal.getOptionsBuilder());
    }
    return normal;
  }

  private interface EnumAdding {
    void add(EnumDescriptorProto type);
  }

  /** The first value of an enum is its default and stays the first. */
  private static void sortEnums(List<EnumDescriptorProto> types, EnumAdding adding) {
    List<EnumDescriptorProto> sorted = new ArrayList<>(types);
    sorted.sort(Comparator.comparing(EnumDescriptorProto::getName));
    for (EnumDescriptorProto type : sorted) {
      EnumDescriptorProto.Builder normal = type.toBuilder();
      if (type.hasOptions()) {
        sortOptions(normal.getOptionsBuilder());
      }
      List<EnumValueDescriptorProto> values = new ArrayList<>(type.getValueList());
      values
          .subList(1, values.size())
          .sort(
              Comparator.comparingInt(EnumValueDescriptorProto::getNumber)
                  .thenComparing(EnumValueDescriptorProto::getName));
      normal.clearValue();
      for (EnumValueDescriptorProto value : values) {
        EnumValueDescriptorProto.Builder one = value.toBuilder();
        if (value.hasOptions()) {
          sortOptions(one.getOptionsBuilder());
        }
        normal.addValue(one);
      }
      List<EnumDescriptorProto.EnumReservedRange> reserved =
          new ArrayList<>(type.getReservedRangeList());
      reserved.sort(Comparator.comparingInt(EnumDescriptorProto.EnumReservedRange::getStart));
      normal.clearReservedRange().addAllReservedRange(reserved);
      TreeSet<String> names = new TreeSet<>(type.getReservedNameList());
      normal.clearReservedName().addAllReservedName(names);
      adding.add(normal.build());
    }
  }

  private interface FieldAdding {
    void add(FieldDescriptorProto.Builder field);
  }

  private static void sortExtensions(List<FieldDescriptorProto> extensions, FieldAdding adding) {
    List<FieldDescriptorProto> sorted = new ArrayList<>(extensions);
    sorted.sort(
        Comparator.comparing(FieldDescriptorProto::getExtendee)
            .thenComparingInt(FieldDescriptorProto::getNumber));
    sorted.forEach(field -> adding.add(normal(field)));
  }

  private static ServiceDescriptorProto normal(ServiceDescriptorProto service) {
    ServiceDescriptorProto.Builder normal = service.toBuilder();
    if (service.hasOptions()) {
      sortOptions(normal.getOptionsBuilder());
    }
    normal
        .getMethodBuilderList()
        .forEach(
            method -> {
              if (method.hasOptions()) {
                sortOptions(method.getOptionsBuilder());
              }
            });
    return normal.build();
  }

  /** By name; options of the same name are a list, and stay in their order. */
  private static void sortOptions(Message.Builder options) {
    FieldDescriptor written =
        options.getDescriptorForType().findFieldByName("uninterpreted_option");
    List<UninterpretedOption> sorted = new ArrayList<>();
    for (Object option : (List<?>) options.getField(written)) {
      sorted.add((UninterpretedOption) option);
    }
    sorted.sort(Comparator.comparing(OptionWriting::name));
    options.setField(written, sorted);
  }
}
