// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

/** A pattern of names in which {@code *} stands for any characters and {@code ?} for one. */
public record Glob(String pattern) {
  /** Matches every name. */
  public static final Glob ALL = new Glob("*");

  /** Whether a section name matches, or the part of it after the bus address. */
  boolean section(String name) {
    return matches(name) || matches(name.substring(name.lastIndexOf('/') + 1));
  }

  /** Whether a name matches as a whole. */
  public boolean matches(String name) {
    int star = -1;
    int retry = 0;
    int p = 0;
    int n = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
