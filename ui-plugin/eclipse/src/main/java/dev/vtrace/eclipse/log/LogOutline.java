// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.evidence.DocumentPlaces;
import dev.vtrace.eclipse.evidence.LogEditors;
import java.util.List;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.ContentOutlinePage;

/** The outline of a log: migrations, starts and stops of devices, and what happened in them. */
final class LogOutline extends ContentOutlinePage {
  private final ITextEditor editor;

  LogOutline(ITextEditor editor) {
    this.editor = editor;
  }

  @Override
  public void createControl(Composite parent) {
    super.createControl(parent);
    getTreeViewer().setContentProvider(new OutlineContent());
    getTreeViewer()
        .setLabelProvider(
            LabelProvider.createTextProvider(symbol -> text((DocumentSymbol) symbol)));
    IDocument document = LogEditors.document(editor);
    if (document == null || LogDocuments.uri(document) == null) {
      return;
    }
    LogDocuments.ask(document, (text, id) -> text.documentSymbol(new DocumentSymbolParams(id)))
        .thenAccept(
            symbols -> {
              if (symbols != null && !parent.isDisposed()) {
                parent
                    .getDisplay()
                    .asyncExec(
                        () ->
                            show(
                                symbols.stream()
                                    .filter(each -> each.isRight())
                                    .map(each -> each.getRight())
                                    .toList()));
              }
            });
  }

  private void show(List<DocumentSymbol> symbols) {
    if (getTreeViewer() != null && !getTreeViewer().getControl().isDisposed()) {
      getTreeViewer().setInput(symbols.toArray());
    }
  }

  private static String text(DocumentSymbol symbol) {
    String detail = symbol.getDetail() == null ? "" : "  " + symbol.getDetail();
    return Plain.text(symbol.getName() + detail);
  }

  @Override
  public void selectionChanged(SelectionChangedEvent event) {
    super.selectionChanged(event);
    IStructuredSelection selection = event.getStructuredSelection();
    IDocument document = LogEditors.document(editor);
    if (selection.getFirstElement() instanceof DocumentSymbol symbol && document != null) {
      try {
        int from = DocumentPlaces.offset(document, symbol.getSelectionRange().getStart());
        int to = DocumentPlaces.offset(document, symbol.getSelectionRange().getEnd());
        editor.selectAndReveal(from, Math.max(0, to - from));
      } catch (BadLocationException e) {
        // The document changed meanwhile.
        getTreeViewer().setSelection(StructuredSelection.EMPTY);
      }
    }
  }

  private static final class OutlineContent implements ITreeContentProvider {
    @Override
    public Object[] getElements(Object input) {
      return (Object[]) input;
    }

    @Override
    public Object[] getChildren(Object symbol) {
      List<DocumentSymbol> children = ((DocumentSymbol) symbol).getChildren();
      return children == null ? new Object[0] : children.toArray();
    }

    @Override
    public Object getParent(Object symbol) {
      return null;
    }

    @Override
    public boolean hasChildren(Object symbol) {
      return getChildren(symbol).length > 0;
    }
  }
}
