// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.view.Tree;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.services.LanguageClient;

/** The client's side, with what vtrace adds to LSP. */
public interface VtraceClient extends LanguageClient {
  /** A file of an open capture changed. */
  @JsonNotification("vtrace/changed")
  void changed(VtraceRequests.CaptureInfo capture);

  /** What happens in a QEMU that is attached to. */
  @JsonNotification("vtrace/live")
  void live(Tree lines);
}
