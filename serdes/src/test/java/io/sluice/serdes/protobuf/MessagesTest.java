package io.sluice.serdes.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void a_message_within_another_is_found_by_its_full_name() throws Exception {
    FileDescriptor own = file("own.proto", "Outer");
    FileDescriptor registered = file("registered.proto", "Other", "Outer");

    assertThat(
            Messages.like(registered, own.getMessageTypes().get(0).getNestedTypes().get(0))
                .getFullName())
        .isEqualTo("p.Outer.Inner");
  }

  @Test
  void no_other_message_is_taken_for_one_that_is_not_there() throws Exception {
    FileDescriptor own = file("own.proto", "Outer");
    FileDescriptor registered = file("registered.proto", "Other", "OuterAndMore");

    assertThatThrownBy(() -> Messages.like(registered, own.getMessageTypes().get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no message p.Outer, it has [p.Other, p.OuterAndMore]");
  }

  private static FileDescriptor file(String name, String... messages)
      throws DescriptorValidationException {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName(name).setPackage("p");
    for (String message : messages) {
      file.addMessageType(
          DescriptorProto.newBuilder()
              .setName(message)
              .addNestedType(DescriptorProto.newBuilder().setName("Inner")));
    }
    return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
  }
}
