// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every regular expression of the main code, on lines made for it: runs of each character and word
 * that it mentions, and of pairs of these, also after each word. The characters that it looks at
 * are counted: four times the line takes about four times the steps, and the worst lines of a
 * megabyte take a bounded number for each character.
 */
class LinearPatternsTest {
  private static final int SHORT = 500;
  private static final int LONG = 4 * SHORT;
  private static final int MEGABYTE = 1 << 20;

  /** More than this for each character is not looked at in a line of any length. */
  private static final int STEPS = 300;

  private static final String COMMON = "a0 -_.+@:/\\\"'<>=,;([{Ff\t\u0085\u00e9";
  private static JavaClasses classes;

  private static final class Counted implements CharSequence {
    private final String text;
    private long steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      steps++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.vtrace");
  }

  private static Map<String, Pattern> patterns() throws ReflectiveOperationException {
    Map<String, Pattern> out = new TreeMap<>();
    for (JavaClass each : classes) {
      boolean has =
          each.getFields().stream().anyMatch(f -> f.getRawType().isEquivalentTo(Pattern.class));
      if (has) {
        Class<?> type = Class.forName(each.getName());
        Object[] owners = type.isEnum() ? type.getEnumConstants() : new Object[0];
        for (Field field : type.getDeclaredFields()) {
          if (field.getType() == Pattern.class) {
            field.setAccessible(true);
            boolean constant = Modifier.isStatic(field.getModifiers());
            for (Object owner : constant ? new Object[] {null} : owners) {
              String name = each.getSimpleName() + "." + (constant ? field.getName() : owner);
              out.put(name, (Pattern) field.get(owner));
            }
          }
        }
      }
    }
    return out;
  }

  private static long steps(Pattern pattern, String line) {
    Counted counted = new Counted(line);
    Matcher matcher = pattern.matcher(counted);
    while (matcher.find()) {
      if (matcher.end() == matcher.start() && matcher.end() == line.length()) {
        break;
      }
    }
    long found = counted.steps;
    pattern.matcher(counted).matches();
    return Math.max(found, counted.steps - found);
  }

  /** Beginnings of lines and what is repeated after them. */
  private static List<String[]> shapes(Pattern pattern) {
    Set<String> words = new LinkedHashSet<>();
    Matcher named = Pattern.compile("[A-Za-z_]{2,}+").matcher(pattern.pattern());
    while (named.find()) {
      words.add(named.group());
    }
    Set<String> marks = new LinkedHashSet<>(Arrays.asList(COMMON.split("")));
    marks.addAll(Arrays.asList(pattern.pattern().split("")));
    List<String[]> out = new ArrayList<>();
    for (String mark : marks) {
      out.add(new String[] {"", mark});
      for (String other : marks) {
        out.add(new String[] {"", mark + other});
        out.add(new String[] {mark, other});
      }
      for (String word : words) {
        out.add(new String[] {word, mark});
        out.add(new String[] {word + "=", mark});
        out.add(new String[] {"", word + mark});
        out.add(new String[] {"", mark + word + mark});
      }
    }
    words.forEach(word -> out.add(new String[] {"", word}));
    return out;
  }

  private static String line(String[] shape, int length) {
    return (shape[0] + shape[1].repeat(length / shape[1].length() + 1)).substring(0, length);
  }

  @TestFactory
  Stream<DynamicTest> noneLooksTwiceAtALine() throws ReflectiveOperationException {
    Map<String, Pattern> all = patterns();
    assertThat(all).hasSizeGreaterThan(25);
    return all.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> linear(each.getValue())));
  }

  private static void linear(Pattern pattern) {
    String[] worst = {"", "x"};
    long most = 0;
    for (String[] shape : shapes(pattern)) {
      long few = steps(pattern, line(shape, SHORT));
      long many = steps(pattern, line(shape, LONG));
      assertThat(many).as("'%s' and many '%s'", shape[0], shape[1]).isLessThan(5 * few + 2000);
      if (many > most) {
        most = many;
        worst = shape;
      }
    }
    assertThat(steps(pattern, line(worst, MEGABYTE)))
        .as("'%s' and a megabyte of '%s'", worst[0], worst[1])
        .isLessThan((long) STEPS * MEGABYTE);
  }

  @Test
  void aQuadraticPatternIsFoundOut() {
    for (String bad : List.of("\\b[\\w.-]*token", "([\\w.+-]+)@x", "a *[:]* *b", ".*end")) {
      Pattern pattern = Pattern.compile(bad);
      boolean found =
          shapes(pattern).stream()
              .anyMatch(
                  shape ->
                      steps(pattern, line(shape, LONG))
                          >= 5 * steps(pattern, line(shape, SHORT)) + 2000);
      assertThat(found).as(bad).isTrue();
    }
  }

  /** So that each is a constant, which the test above finds. */
  @Test
  void noneIsHiddenInACall() {
    noClasses()
        .should()
        .callMethod(String.class, "matches", String.class)
        .orShould()
        .callMethod(String.class, "replaceAll", String.class, String.class)
        .orShould()
        .callMethod(String.class, "replaceFirst", String.class, String.class)
        .orShould()
        .callMethod(Pattern.class, "matches", String.class, CharSequence.class)
        .check(classes);
  }
}
