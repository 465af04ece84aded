package io.sluice.serdes.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code confluent/meta.proto} lets a file say of a message or a field: {@code
 * (confluent.message_meta)} and {@code (confluent.field_meta)}, both of number 1088 and type {@code
 * confluent.Meta}.
 *
 * @param doc documentation; empty if there is none
 * @param params by their names
 */
record Meta(String doc, Map<String, String> params) {
  static final Meta NONE = new Meta("", Map.of());

  private static final int NUMBER = 1088;
  private static final int DOC = 1;
  private static final int PARAMS = 2;

  Meta {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }

  boolean isNothing() {
    return doc.isEmpty() && params.isEmpty();
  }

  /** The same, with one more. */
  Meta with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(params);
    more.put(name, value);
    return new Meta(doc, more);
  }

  String param(String name) {
    return params.getOrDefault(name, "");
  }

  boolean has(String name) {
    return params.containsKey(name);
  }

  /** As fields that the options of protobuf-java do not know. */
  UnknownFieldSet options() {
    return UnknownFieldSet.newBuilder()
        .addField(NUMBER, UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes()).build())
        .build();
  }

  /** What the options of a message or a field say. */
  static Meta of(Message options) {
    Map<String, String> params = new LinkedHashMap<>();
    StringBuilder doc = new StringBuilder();
    try {
      for (ByteString each : options.getUnknownFields().getField(NUMBER).getLengthDelimitedList()) {
        read(each.newCodedInput(), doc, params);
      }
    } catch (IOException e) {
      return NONE; // Another's option of the same number.
    }
    return doc.isEmpty() && params.isEmpty() ? NONE : new Meta(doc.toString(), params);
  }

  private static void read(CodedInputStream in, StringBuilder doc, Map<String, String> params)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == DOC) {
        doc.setLength(0);
        doc.append(in.readStringRequireUtf8());
      } else if (WireFormat.getTagFieldNumber(tag) == PARAMS) {
        int limit = in.pushLimit(in.readRawVarint32());
        entry(in, params);
        in.popLimit(limit);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static void entry(CodedInputStream in, Map<String, String> params) throws IOException {
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> key = in.readStringRequireUtf8();
        case 2 -> value = in.readStringRequireUtf8();
        default -> in.skipField(tag);
      }
    }
    params.put(key, value);
  }

  private ByteString bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      if (!doc.isEmpty()) {
        out.writeString(DOC, doc);
      }
      for (Map.Entry<String, String> each : params.entrySet()) {
        out.writeTag(PARAMS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(
            CodedOutputStream.computeStringSize(1, each.getKey())
                + CodedOutputStream.computeStringSize(2, each.getValue()));
        out.writeString(1, each.getKey());
        out.writeString(2, each.getValue());
      }
      out.flush();
      return ByteString.copyFrom(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
