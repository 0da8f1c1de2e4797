// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the classes of vtrace once more, so that they count their own steps in {@link StepTally}.
 * The program itself knows nothing of it.
 */
final class StepCounter extends ClassLoader {
  private static final String TALLY = StepTally.class.getName().replace('.', '/');
  private static final Set<String> LISTS =
      Set.of("java/util/List", "java/util/ArrayList", "java/util/LinkedList");
  private static final Set<String> COLLECTIONS =
      Set.of("java/util/List", "java/util/ArrayList", "java/util/Collection");

  StepCounter() {
    super(StepCounter.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("dev.vtrace.") || name.equals(StepTally.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : counting(name);
    }
  }

  private Class<?> counting(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      new ClassReader(in).accept(new Counting(writer, name), 0);
      byte[] bytes = writer.toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static final class Counting extends ClassVisitor {
    private final String type;

    Counting(ClassVisitor next, String type) {
      super(Opcodes.ASM9, next);
      this.type = type.substring(type.lastIndexOf('.', type.lastIndexOf('.') - 1) + 1);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String shape, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, shape, signature, exceptions);
      int arguments = shape.indexOf(')');
      return new Steps(
          next, StepTally.place(type + "." + name + shape.substring(0, arguments + 1)));
    }
  }

  private static final class Steps extends MethodVisitor {
    private final int place;
    private final Set<Label> passed = new java.util.HashSet<>();

    Steps(MethodVisitor next, int place) {
      super(Opcodes.ASM9, next);
      this.place = place;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      step();
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      if (passed.contains(label)) {
        step();
      }
      super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String shape, boolean isInterface) {
      String arguments = shape.substring(0, shape.indexOf(')') + 1);
      String counted = counted(owner, name, arguments);
      if (counted != null) {
        super.visitLdcInsn(place);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            TALLY,
            counted.substring(0, counted.indexOf('(')),
            counted.substring(counted.indexOf('(')),
            false);
        return;
      }
      if (arguments.endsWith("Ljava/util/Collection;)") && owner.startsWith("java/")) {
        super.visitInsn(Opcodes.DUP);
        super.visitLdcInsn(place);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, TALLY, "all", "(Ljava/util/Collection;I)V", false);
      }
      super.visitMethodInsn(opcode, owner, name, shape, isInterface);
      if (shape.endsWith(")Ljava/lang/String;") && owner.startsWith("java/lang/String")) {
        super.visitLdcInsn(place);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, TALLY, "text", "(Ljava/lang/String;I)Ljava/lang/String;", false);
      }
    }

    private static String counted(String owner, String name, String arguments) {
      String what = name + arguments;
      if (owner.equals("java/lang/String")) {
        return switch (what) {
          case "indexOf(Ljava/lang/String;)" -> "indexOf(Ljava/lang/String;Ljava/lang/String;I)I";
          case "indexOf(I)" -> "indexOf(Ljava/lang/String;II)I";
          case "indexOf(Ljava/lang/String;I)" -> "indexOf(Ljava/lang/String;Ljava/lang/String;II)I";
          case "indexOf(II)" -> "indexOf(Ljava/lang/String;III)I";
          case "contains(Ljava/lang/CharSequence;)" ->
              "contains(Ljava/lang/String;Ljava/lang/CharSequence;I)Z";
          default -> null;
        };
      }
      if (LISTS.contains(owner)) {
        switch (what) {
          case "indexOf(Ljava/lang/Object;)":
            return "indexOf(Ljava/util/List;Ljava/lang/Object;I)I";
          case "remove(I)":
            return "removeAt(Ljava/util/List;II)Ljava/lang/Object;";
          case "add(ILjava/lang/Object;)":
            return "addAt(Ljava/util/List;ILjava/lang/Object;I)V";
          default:
            break;
        }
      }
      if (COLLECTIONS.contains(owner)) {
        return switch (what) {
          case "contains(Ljava/lang/Object;)" ->
              "contains(Ljava/util/Collection;Ljava/lang/Object;I)Z";
          case "remove(Ljava/lang/Object;)" -> "remove(Ljava/util/Collection;Ljava/lang/Object;I)Z";
          default -> null;
        };
      }
      return null;
    }

    private void step() {
      super.visitLdcInsn(place);
      super.visitMethodInsn(Opcodes.INVOKESTATIC, TALLY, "step", "(I)V", false);
    }
  }
}
