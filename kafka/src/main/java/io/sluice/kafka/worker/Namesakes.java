package io.sluice.kafka.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes watchers that are called as what they watch. Connect says who failed by the name of the
 * class of the object that it has: in the headers of dead letters, where it logs errors, in its
 * metrics. So each plugin's class has a namesake, which is a watcher's class with nothing but that
 * name of its own. Safe for use by several threads.
 *
 * @param <W> the watcher
 */
final class Namesakes<W> {
  private static final String CONSTRUCTOR = "<init>";

  private final Class<W> watcher;
  private final ClassValue<Constructor<?>> constructors =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> plugin) {
          return new Loader(watcher).namesake(plugin.getName()).getConstructors()[0];
        }
      };

  /**
   * @param watcher a public class with one constructor, for subclasses
   */
  Namesakes(Class<W> watcher) {
    this.watcher = watcher;
  }

  /**
   * A watcher by the name of that plugin's class.
   *
   * @param arguments of the watcher's constructor
   */
  W of(Object plugin, Object... arguments) {
    try {
      return watcher.cast(constructors.get(plugin.getClass()).newInstance(arguments));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has one class, whose name the plugin's own loader has too. */
  private static final class Loader extends ClassLoader {
    private final Class<?> watcher;

    Loader(Class<?> watcher) {
      super(watcher.getClassLoader());
      this.watcher = watcher;
    }

    Class<?> namesake(String name) {
      byte[] bytes = written(name);
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] written(String name) {
      String parent = Type.getInternalName(watcher);
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      int flags = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
      writer.visit(Opcodes.V17, flags, name.replace('.', '/'), null, parent, null);
      String signature = Type.getConstructorDescriptor(watcher.getDeclaredConstructors()[0]);
      MethodVisitor method =
          writer.visitMethod(Opcodes.ACC_PUBLIC, CONSTRUCTOR, signature, null, null);
      method.visitCode();
      method.visitVarInsn(Opcodes.ALOAD, 0);
      int slot = 1;
      for (Type argument : Type.getArgumentTypes(signature)) {
        method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
        slot += argument.getSize();
      }
      method.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, CONSTRUCTOR, signature, false);
      method.visitInsn(Opcodes.RETURN);
      method.visitMaxs(0, 0);
      method.visitEnd();
      writer.visitEnd();
      return writer.toByteArray();
    }
  }
}
