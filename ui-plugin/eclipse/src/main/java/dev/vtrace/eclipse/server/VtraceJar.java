// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.server;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.core.runtime.FileLocator;
import org.eclipse.core.runtime.URIUtil;
import org.osgi.framework.Bundle;

/** The program that comes with the plug-in. It runs on the Java that runs the workbench. */
public record VtraceJar(Bundle bundle) {
  private static final int NATIVE_ACCESS = 24;

  /**
   * The command line that runs vtrace with these arguments.
   *
   * @throws IOException if the plug-in has no such file
   */
  public List<String> commandLine(String... arguments) throws IOException {
    List<String> out = new ArrayList<>();
    out.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS) {
      out.add("--enable-native-access=ALL-UNNAMED");
    }
    out.add("-Djava.awt.headless=true");
    out.add("-jar");
    out.add(file().toString());
    out.addAll(List.of(arguments));
    return out;
  }

  private Path file() throws IOException {
    URL entry = bundle.getEntry("lib/vtrace.jar");
    if (entry == null) {
      throw new IOException("lib/vtrace.jar is missing in " + bundle.getSymbolicName());
    }
    try {
      return Path.of(URIUtil.toURI(FileLocator.toFileURL(entry)));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
