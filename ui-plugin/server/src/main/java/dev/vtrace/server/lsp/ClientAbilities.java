// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.List;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * What a client said it can do. One that says nothing about text documents is no editor of a known
 * kind, and is sent all that PROTOCOL.md describes.
 *
 * @param own it carries out the commands of lenses and actions and opens {@code vtrace:} documents,
 *     as the extension for VS Code does
 * @param showDocument it opens files that the server names
 * @param progress it shows progress that it did not ask for
 * @param watches it reports changed files if it is asked to
 * @param relativeWatches the folder of such a request may be a URI of its own
 * @param pulls it asks for the diagnostics of the documents that it shows
 * @param pullsAnew it asks again if it is told to
 * @param markdown hovers may have markup
 * @param trees symbols may have children
 * @param literalActions code actions may be more than commands
 * @param related diagnostics may name further places
 * @param codePages diagnostics may link to a page about their code
 * @param encodings it named the ways in which it counts characters
 * @param unit how it counts them
 */
record ClientAbilities(
    boolean own,
    boolean showDocument,
    boolean progress,
    boolean watches,
    boolean relativeWatches,
    boolean pulls,
    boolean pullsAnew,
    boolean markdown,
    boolean trees,
    boolean literalActions,
    boolean related,
    boolean codePages,
    boolean encodings,
    CharacterUnit unit) {

  /** Of a client that has not said anything yet. */
  static final ClientAbilities UNKNOWN = of(new ClientCapabilities(), null);

  /**
   * Abilities.
   *
   * @param ownCommands what the client set, null for nothing
   */
  static ClientAbilities of(ClientCapabilities sent, @Nullable Boolean ownCommands) {
    ClientCapabilities all = sent == null ? new ClientCapabilities() : sent;
    boolean silent = all.getTextDocument() == null;
    boolean own = ownCommands == null ? silent : ownCommands;
    TextDocumentClientCapabilities text =
        silent ? new TextDocumentClientCapabilities() : all.getTextDocument();
    WindowClientCapabilities window =
        all.getWindow() == null ? new WindowClientCapabilities() : all.getWindow();
    WorkspaceClientCapabilities workspace =
        all.getWorkspace() == null ? new WorkspaceClientCapabilities() : all.getWorkspace();
    GeneralClientCapabilities general = all.getGeneral();
    var files = workspace.getDidChangeWatchedFiles();
    var findings = text.getPublishDiagnostics();
    return new ClientAbilities(
        own,
        window.getShowDocument() != null && window.getShowDocument().isSupport(),
        yes(window.getWorkDoneProgress()),
        files != null && yes(files.getDynamicRegistration()),
        files != null && yes(files.getRelativePatternSupport()),
        !own && text.getDiagnostic() != null,
        workspace.getDiagnostics() != null && yes(workspace.getDiagnostics().getRefreshSupport()),
        text.getHover() == null || markdown(text.getHover().getContentFormat()),
        silent
            || text.getDocumentSymbol() != null
                && yes(text.getDocumentSymbol().getHierarchicalDocumentSymbolSupport()),
        silent
            || text.getCodeAction() != null
                && text.getCodeAction().getCodeActionLiteralSupport() != null,
        silent || findings != null && yes(findings.getRelatedInformation()),
        silent || findings != null && yes(findings.getCodeDescriptionSupport()),
        general != null && general.getPositionEncodings() != null,
        CharacterUnit.of(general == null ? null : general.getPositionEncodings()));
  }

  /** A client that names no formats takes Markdown, as all did before they could be named. */
  private static boolean markdown(List<String> formats) {
    return formats == null || formats.contains("markdown");
  }

  private static boolean yes(Boolean said) {
    return Boolean.TRUE.equals(said);
  }
}
