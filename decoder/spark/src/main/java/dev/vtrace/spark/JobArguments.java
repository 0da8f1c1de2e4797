// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of a job: {@code --name value} and other words.
 *
 * @param options by their names without dashes
 * @param words the others, in their order
 */
record JobArguments(Map<String, String> options, List<String> words) {
  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if there is another option, or one without its value
   */
  static JobArguments parse(String[] args, Set<String> known) {
    Map<String, String> options = new HashMap<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        words.add(args[i]);
      } else if (!known.contains(args[i].substring(2)) || i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " is unknown, or lacks its value");
      } else {
        options.put(args[i].substring(2), args[++i]);
      }
    }
    return new JobArguments(options, words);
  }

  String require(String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("missing --" + name);
    }
    return value;
  }
}
