// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.VtracePlugin;
import org.eclipse.ui.console.ConsolePlugin;
import org.eclipse.ui.console.IConsole;
import org.eclipse.ui.console.MessageConsole;
import org.eclipse.ui.console.MessageConsoleStream;

/** What the adapter of one session says: of a QEMU that is attached to each event, as it comes. */
final class AdapterConsole {
  private static final int KEPT_CHARS = 1 << 20;

  private final String name;
  private MessageConsoleStream out;

  AdapterConsole(String name) {
    this.name = name;
  }

  /** Adds lines; the console is made for the first ones. */
  synchronized void tell(String text) {
    if (VtracePlugin.isClosing()) {
      return;
    }
    if (out == null) {
      MessageConsole console = new MessageConsole(name, null);
      console.setWaterMarks(KEPT_CHARS, 2 * KEPT_CHARS);
      ConsolePlugin.getDefault().getConsoleManager().addConsoles(new IConsole[] {console});
      out = console.newMessageStream();
    }
    text.lines().map(Plain::text).forEach(out::println);
  }
}
