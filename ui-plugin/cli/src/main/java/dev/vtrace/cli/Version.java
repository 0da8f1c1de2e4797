// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

/** Which vtrace this is, for people, reports and bug trackers. */
public final class Version {
  private Version() {}

  /** As the build wrote it into the manifest. */
  public static String vtrace() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** What a file that vtrace wrote says about its origin. */
  static String tool() {
    return "vtrace " + vtrace();
  }

  static String line() {
    return tool()
        + " (Java "
        + System.getProperty("java.version")
        + ", "
        + System.getProperty("java.vendor")
        + ")";
  }
}
