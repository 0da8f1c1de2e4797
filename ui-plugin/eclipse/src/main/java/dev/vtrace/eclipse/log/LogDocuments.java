// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.DocumentPlaces;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import dev.vtrace.eclipse.server.ServerConnection;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;

/** The documents of editors that the server knows, by what it calls them. */
final class LogDocuments {
  private static final Map<IDocument, LogDocuments> OPEN = new WeakHashMap<>();
  private static final String LANGUAGE = "vtrace-log";

  private final String uri;
  private int version = 1;

  private LogDocuments(String uri) {
    this.uri = uri;
  }

  /**
   * What the server calls a document; it is notified of the document by the first call.
   *
   * @return null if the document has no file
   */
  static String uri(IDocument document) {
    synchronized (OPEN) {
      LogDocuments known = OPEN.get(document);
      if (known != null) {
        return known.uri;
      }
      ITextFileBuffer buffer =
          document == null
              ? null
              : FileBuffers.getTextFileBufferManager().getTextFileBuffer(document);
      if (buffer == null || buffer.getFileStore() == null) {
        return null;
      }
      LogDocuments opened = new LogDocuments(EvidenceProject.uri(buffer.getFileStore().toURI()));
      OPEN.put(document, opened);
      opened.open(document);
      return opened.uri;
    }
  }

  private static ServerConnection server() {
    return VtracePlugin.get().server();
  }

  private static CompletableFuture<Void> tell(Function<TextDocumentService, Void> notification) {
    return server()
        .later(
            language -> {
              notification.apply(language.getTextDocumentService());
              return CompletableFuture.completedFuture(null);
            });
  }

  private void open(IDocument document) {
    // The server reads the file itself.
    TextDocumentItem item = new TextDocumentItem(uri, LANGUAGE, version, "");
    tell(
        text -> {
          text.didOpen(new DidOpenTextDocumentParams(item));
          return null;
        });
    document.addDocumentListener(
        new IDocumentListener() {
          @Override
          public void documentAboutToBeChanged(DocumentEvent event) {
            change(event);
          }

          @Override
          public void documentChanged(DocumentEvent event) {
            // The range of the change is that of the old text.
          }
        });
  }

  private void change(DocumentEvent event) {
    try {
      Range range = DocumentPlaces.range(event.fDocument, event.fOffset, event.fLength);
      VersionedTextDocumentIdentifier id = new VersionedTextDocumentIdentifier(uri, ++version);
      TextDocumentContentChangeEvent change =
          new TextDocumentContentChangeEvent(range, event.fText);
      tell(
          text -> {
            text.didChange(new DidChangeTextDocumentParams(id, List.of(change)));
            return null;
          });
    } catch (BadLocationException e) {
      VtracePlugin.log(e.getMessage(), e);
    }
  }

  /** Tells the server that nobody looks at a document any more. */
  static void close(IDocument document) {
    LogDocuments known;
    synchronized (OPEN) {
      known = OPEN.remove(document);
    }
    if (known != null && VtracePlugin.get() != null) {
      tell(
          text -> {
            text.didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(known.uri)));
            return null;
          });
    }
  }

  /** Asks something of a document; fails where it has no file. */
  static <T> CompletableFuture<T> ask(IDocument document, DocumentQuestion<T> question) {
    String uri = uri(document);
    if (uri == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("the document has no file"));
    }
    return server()
        .later(
            (LanguageServer language) ->
                question.ask(language.getTextDocumentService(), new TextDocumentIdentifier(uri)));
  }

  /** A request about a document. */
  interface DocumentQuestion<T> {
    CompletableFuture<T> ask(TextDocumentService text, TextDocumentIdentifier document);
  }
}
