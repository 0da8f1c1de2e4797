// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URL;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What other programs can see of all modules: few types, which lead to no others. */
class PublicTypesTest {
  private static final int FEWER_THAN = 70;

  private static final Set<String> exported = new TreeSet<>();
  private static final List<Class<?>> types = new ArrayList<>();

  @BeforeAll
  static void find() throws IOException, ClassNotFoundException {
    int modules = 0;
    for (URL each :
        Collections.list(
            PublicTypesTest.class.getClassLoader().getResources("module-info.class"))) {
      try (InputStream in = each.openStream()) {
        ModuleDescriptor module = ModuleDescriptor.read(in);
        if (module.name().startsWith("dev.vtrace.")) {
          modules++;
          module.exports().stream()
              .filter(export -> !export.isQualified())
              .forEach(export -> exported.add(export.source()));
        }
      }
    }
    assertThat(modules).as("modules that this test sees").isGreaterThanOrEqualTo(10);
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(exported)) {
      if (exported.contains(each.getPackageName()) && isPublic(each)) {
        types.add(Class.forName(each.getName()));
      }
    }
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicTypesTest::isPublic).orElse(true);
  }

  @Test
  void fewTypesAreForEveryone() {
    System.out.println(types.size() + " public types are exported to everyone, by " + exported);
    assertThat(exported).containsExactly("dev.vtrace.api");
    assertThat(types).hasSizeBetween(1, FEWER_THAN - 1);
  }

  @Test
  void theyLeadToNoTypesThatAreNot() {
    Set<String> hidden = new TreeSet<>();
    for (Class<?> type : types) {
      for (Type used : used(type)) {
        classes(used).stream()
            .filter(each -> each.getName().startsWith("dev.vtrace."))
            .filter(each -> !types.contains(each))
            .forEach(each -> hidden.add(type.getName() + " -> " + each.getName()));
      }
    }
    assertThat(hidden).isEmpty();
  }

  /** An array can be changed by whoever has it. */
  @Test
  void theyHandOutNoArrays() {
    List<String> arrays = new ArrayList<>();
    for (Class<?> type : types) {
      for (Method method : type.getDeclaredMethods()) {
        boolean constants = type.isEnum() && method.getName().equals("values");
        if (visible(method.getModifiers()) && method.getReturnType().isArray() && !constants) {
          arrays.add(method.toString());
        }
      }
    }
    assertThat(arrays).isEmpty();
  }

  /** Each type says what it is, nested ones too. */
  @Test
  void eachHasJavadoc() throws IOException {
    List<String> silent = new ArrayList<>();
    for (Class<?> type : types) {
      Class<?> outer = type;
      while (outer.getEnclosingClass() != null) {
        outer = outer.getEnclosingClass();
      }
      String path = "decoder/api/src/main/java/" + outer.getName().replace('.', '/') + ".java";
      String source = Files.readString(LspCapture.root().resolve(path));
      Pattern declared =
          Pattern.compile(
              "\\*/\\n(?: *@.*\\n)* *public [a-z ]*(?:class|record|enum|interface) "
                  + type.getSimpleName()
                  + "\\b");
      if (!declared.matcher(source).find()) {
        silent.add(type.getName());
      }
    }
    assertThat(silent).isEmpty();
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** Everything that the signature of a type and of its visible members names. */
  private static List<Type> used(Class<?> type) {
    List<Type> out = new ArrayList<>(List.of(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      out.add(type.getGenericSuperclass());
    }
    List<Executable> members = new ArrayList<>(List.of(type.getDeclaredMethods()));
    members.addAll(List.of(type.getDeclaredConstructors()));
    for (Executable member : members) {
      if (visible(member.getModifiers())) {
        out.addAll(List.of(member.getGenericParameterTypes()));
        out.addAll(List.of(member.getGenericExceptionTypes()));
        if (member instanceof Method method) {
          out.add(method.getGenericReturnType());
        }
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (visible(field.getModifiers())) {
        out.add(field.getGenericType());
      }
    }
    return out;
  }

  private static Set<Class<?>> classes(Type type) {
    if (type instanceof Class<?> plain) {
      return Set.of(plain.isArray() ? plain.getComponentType() : plain);
    }
    List<Type> parts = new ArrayList<>();
    if (type instanceof ParameterizedType generic) {
      parts.add(generic.getRawType());
      parts.addAll(List.of(generic.getActualTypeArguments()));
    } else if (type instanceof WildcardType wildcard) {
      parts.addAll(List.of(wildcard.getUpperBounds()));
      parts.addAll(List.of(wildcard.getLowerBounds()));
    } else if (type instanceof GenericArrayType array) {
      parts.add(array.getGenericComponentType());
    }
    return parts.stream().flatMap(part -> classes(part).stream()).collect(Collectors.toSet());
  }
}
