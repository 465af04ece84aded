package io.sluice.plugin.guard;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Takes calls that end the process out of a class: {@code System.exit}, {@code Runtime.exit} and
 * {@code halt}, and Kafka's {@code Exit}, also where they are referred to as functions. Calls by
 * reflection and from native code stay.
 */
final class ExitCalls {
  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String KAFKAS = "org/apache/kafka/common/utils/Exit";
  private static final String OURS = Type.getInternalName(PluginExits.class);
  private static final Set<String> NAMES = Set.of("exit", "halt");
  private static final Set<String> SIGNATURES = Set.of("(I)V", "(ILjava/lang/String;)V");

  /** How a constant pool holds these names: kind, length, letters. */
  private static final String EXIT = "\u0001\u0000\u0004exit";

  private static final String HALT = "\u0001\u0000\u0004halt";

  private ExitCalls() {}

  /** The class without them; the same bytes where it has none, as nearly all have. */
  static byte[] removed(byte[] classFile) {
    // One char a byte: the search is the machine's, and costs less than reading the pool.
    String text = new String(classFile, StandardCharsets.ISO_8859_1);
    if (!text.contains(EXIT) && !text.contains(HALT)) {
      return classFile;
    }
    try {
      ClassReader reader = new ClassReader(classFile);
      ClassWriter writer = new ClassWriter(reader, 0);
      Rewriting rewriting = new Rewriting(writer);
      reader.accept(rewriting, 0);
      return rewriting.changed ? writer.toByteArray() : classFile;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return classFile; // Newer than can be read here, or broken: the JVM will say.
    }
  }

  private static boolean ends(String owner, String name, String signature) {
    return NAMES.contains(name)
        && switch (owner) {
          case SYSTEM, RUNTIME -> signature.equals("(I)V");
          case KAFKAS -> SIGNATURES.contains(signature);
          default -> false;
        };
  }

  /** The object that a method belonged to becomes its first argument. */
  private static String replaced(String owner, String signature) {
    return owner.equals(RUNTIME) ? "(L" + RUNTIME + ";" + signature.substring(1) : signature;
  }

  private static final class Rewriting extends ClassVisitor {
    private boolean changed;

    Rewriting(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          if (ends(owner, called, type)) {
            changed = true;
            super.visitMethodInsn(Opcodes.INVOKESTATIC, OURS, called, replaced(owner, type), false);
          } else {
            super.visitMethodInsn(opcode, owner, called, type, isInterface);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String type, Handle bootstrap, Object... arguments) {
          Object[] others = new Object[arguments.length];
          for (int i = 0; i < others.length; i++) {
            others[i] = constant(arguments[i]);
          }
          super.visitInvokeDynamicInsn(called, type, bootstrap, others);
        }

        @Override
        public void visitLdcInsn(Object value) {
          super.visitLdcInsn(value instanceof ConstantDynamic ? value : constant(value));
        }
      };
    }

    private Object constant(Object value) {
      if (value instanceof Handle handle
          && ends(handle.getOwner(), handle.getName(), handle.getDesc())) {
        changed = true;
        return new Handle(
            Opcodes.H_INVOKESTATIC,
            OURS,
            handle.getName(),
            replaced(handle.getOwner(), handle.getDesc()),
            false);
      }
      return value;
    }
  }
}
