// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.eclipse.DarkTheme;
import dev.vtrace.eclipse.VtracePlugin;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextPresentationListener;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.ITextViewerExtension4;
import org.eclipse.jface.text.IViewportListener;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.TextPresentation;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.events.PaintEvent;
import org.eclipse.swt.events.PaintListener;
import org.eclipse.swt.widgets.Display;

/** Colours the lines that are seen, by the server's tokens; a log of any size costs the same. */
public final class LogColours
    implements IReconciler, IViewportListener, ITextPresentationListener, PaintListener {
  private static final int MARGIN = 15;
  private static final int INTS = 5;

  private ITextViewer viewer;
  private int firstLine = -1;
  private int lastLine = -1;
  private List<StyleRange> ranges = List.of();
  private SemanticTokens last;
  private boolean dark;

  @Override
  public void install(ITextViewer textViewer) {
    viewer = textViewer;
    viewer.addViewportListener(this);
    if (viewer instanceof ITextViewerExtension4 extended) {
      extended.addTextPresentationListener(this);
    }
    viewer.getTextWidget().addPaintListener(this);
    viewer.getTextWidget().getDisplay().asyncExec(() -> viewportChanged(0));
  }

  @Override
  public void uninstall() {
    if (viewer != null) {
      viewer.removeViewportListener(this);
      if (viewer instanceof ITextViewerExtension4 extended) {
        extended.removeTextPresentationListener(this);
      }
      if (viewer.getTextWidget() != null) {
        viewer.getTextWidget().removePaintListener(this);
      }
      LogDocuments.close(viewer.getDocument());
      viewer = null;
    }
  }

  /** The theme may change at any time. */
  @Override
  public void paintControl(PaintEvent event) {
    IDocument document = viewer == null ? null : viewer.getDocument();
    SemanticTokens tokens = last;
    if (document != null
        && tokens != null
        && dark != DarkTheme.isDark(viewer.getTextWidget().getBackground())) {
      event.display.asyncExec(() -> colour(document, tokens));
    }
  }

  @Override
  public IReconcilingStrategy getReconcilingStrategy(String contentType) {
    return null;
  }

  @Override
  public void viewportChanged(int offset) {
    IDocument document = viewer == null ? null : viewer.getDocument();
    StyledText widget = viewer == null ? null : viewer.getTextWidget();
    if (document == null || widget == null || widget.isDisposed()) {
      return;
    }
    int top = viewer.getTopIndex();
    int bottom = viewer.getBottomIndex();
    if (top >= firstLine && bottom <= lastLine || LogDocuments.uri(document) == null) {
      return;
    }
    firstLine = top;
    lastLine = Math.min(document.getNumberOfLines(), bottom + MARGIN);
    Range range = new Range(new Position(firstLine, 0), new Position(lastLine, 0));
    Display display = widget.getDisplay();
    LogDocuments.ask(
            document,
            (text, id) -> text.semanticTokensRange(new SemanticTokensRangeParams(id, range)))
        .thenAccept(
            tokens -> {
              if (tokens != null && VtracePlugin.get() != null && !display.isDisposed()) {
                display.asyncExec(() -> colour(document, tokens));
              }
            });
  }

  private void colour(IDocument document, SemanticTokens tokens) {
    if (viewer == null || viewer.getDocument() != document || viewer.getTextWidget().isDisposed()) {
      return;
    }
    last = tokens;
    dark = DarkTheme.isDark(viewer.getTextWidget().getBackground());
    int top = viewer.getTopIndex();
    ranges = ranges(document, tokens.getData(), top);
    // What is above is asked for again when it is seen: to change its look now would have all lines
    // before it measured.
    firstLine = Math.max(firstLine, top);
    if (!ranges.isEmpty()) {
      StyleRange end = ranges.get(ranges.size() - 1);
      int from = ranges.get(0).start;
      Region seen = new Region(from, end.start + end.length - from);
      viewer.changeTextPresentation(new TextPresentation(seen, ranges.size()), false);
    }
  }

  /** Whoever sets the look of a part of the text, the colours of that part are added. */
  @Override
  public void applyTextPresentation(TextPresentation presentation) {
    IRegion part = presentation.getExtent();
    if (part == null) {
      return;
    }
    List<StyleRange> within = new ArrayList<>();
    for (StyleRange each : ranges) {
      if (each.start >= part.getOffset()
          && each.start + each.length <= part.getOffset() + part.getLength()) {
        within.add((StyleRange) each.clone());
      }
    }
    presentation.mergeStyleRanges(within.toArray(new StyleRange[0]));
  }

  /** Tokens are told by how far each lies from the one before it. */
  private List<StyleRange> ranges(IDocument document, List<Integer> data, int top) {
    List<StyleRange> out = new ArrayList<>();
    int line = 0;
    int column = 0;
    for (int i = 0; i + INTS <= data.size(); i += INTS) {
      column = data.get(i) == 0 ? column + data.get(i + 1) : data.get(i + 1);
      line += data.get(i);
      try {
        int from = document.getLineOffset(line) + column;
        int length = Math.min(data.get(i + 2), document.getLength() - from);
        StyleRange range = TokenColours.range(data.get(i + 3), data.get(i + 4), dark);
        if (range != null && length > 0 && line >= top) {
          range.start = from;
          range.length = length;
          out.add(range);
        }
      } catch (BadLocationException e) {
        // The document changed meanwhile.
        return out;
      }
    }
    return out;
  }
}
