// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/** Makes options, and says of one what help texts and completion scripts want to know. */
public final class Opt {
  private Opt() {}

  /**
   * An option without a value.
   *
   * @param letter the short form, or null
   */
  public static Option flag(@Nullable String letter, String name, String purpose) {
    return Option.builder(letter).longOpt(name).desc(purpose).get();
  }

  /**
   * An option with a value.
   *
   * @param letter the short form, or null
   * @param value what the value is: {@code FILE} or {@code DIR} for a path, {@code text|json} for
   *     one of these words (checked before the command runs), any other word for free text
   */
  public static Option value(@Nullable String letter, String name, String value, String purpose) {
    return Option.builder(letter).longOpt(name).hasArg().argName(value).desc(purpose).get();
  }

  /** The words that the option's value is one of; empty where it may be anything. */
  static List<String> choices(Option option) {
    return option.hasArg() ? Operands.choices(option.getArgName()) : List.of();
  }

  static boolean takesPath(Option option) {
    return option.hasArg()
        && (option.getArgName().equals("FILE") || option.getArgName().equals("DIR"));
  }

  /** As in {@code -o, --output FILE}. */
  static String synopsis(Option option) {
    String letter = option.getOpt() == null ? "" : "-" + option.getOpt() + ", ";
    String value = option.hasArg() ? " " + option.getArgName() : "";
    return letter + "--" + option.getLongOpt() + value;
  }
}
