// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.server.dap.DapServer;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace dap}. */
final class DapCommand implements Command {
  @Override
  public String name() {
    return "dap";
  }

  @Override
  public String summary() {
    return "debug adapter: step through a migration, also backwards";
  }

  @Override
  public String description() {
    return "Speaks the Debug Adapter Protocol on standard input and output. A launch replays a"
        + " recorded run: capture, or the files by their role (source, destination, stream,"
        + " fds, socket, qmp, traceEvents), and stopOnEntry. Threads are both QEMUs, the stream and"
        + " the back-ends; vrings are variables; skipped operations, violations, errors and unknown"
        + " verdicts are exceptions to stop at. An editor starts it; it ends when the editor does.";
  }

  @Override
  public Options options() {
    return ServerPort.add(new Options());
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace dap", "what to set as the debug adapter's command in an editor"),
        new Example("vtrace dap --port 7778", "for a client that connects over TCP"));
  }

  @Override
  public boolean pages(CommandLine line) {
    return false;
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    ServerPort.serve(line, console, DapServer::serve);
    return ExitStatus.OK;
  }
}
