// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;

/** Whose process this is. */
public final class HostUsers {
  private HostUsers() {}

  /** The user whose rights this process has, as owners of files are given. */
  public static UserPrincipal self() throws IOException {
    return FileSystems.getDefault()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(Integer.toString(Libc.geteuid()));
  }
}
