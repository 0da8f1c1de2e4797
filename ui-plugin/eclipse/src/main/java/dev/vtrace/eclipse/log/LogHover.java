// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.eclipse.evidence.DocumentPlaces;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextHover;
import org.eclipse.jface.text.ITextHoverExtension;
import org.eclipse.jface.text.ITextHoverExtension2;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Region;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Position;

/** What the server reports the word under the pointer. It is asked in the thread of hovers. */
public final class LogHover implements ITextHover, ITextHoverExtension, ITextHoverExtension2 {
  private static final int PATIENCE_SECONDS = 5;

  @Override
  public IRegion getHoverRegion(ITextViewer viewer, int offset) {
    return new Region(offset, 0);
  }

  @Override
  public Object getHoverInfo2(ITextViewer viewer, IRegion region) {
    IDocument document = viewer.getDocument();
    try {
      Position position = DocumentPlaces.position(document, region.getOffset());
      Hover hover =
          LogDocuments.ask(document, (text, id) -> text.hover(new HoverParams(id, position)))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return hover == null || !hover.getContents().isRight()
          ? null
          : hover.getContents().getRight().getValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException | BadLocationException e) {
      // A hover that cannot be had is not shown.
      return null;
    }
  }

  @Override
  @Deprecated
  public String getHoverInfo(ITextViewer viewer, IRegion region) {
    Object markdown = getHoverInfo2(viewer, region);
    return markdown == null ? null : StyledMarkdown.of(markdown.toString()).text();
  }

  @Override
  public IInformationControlCreator getHoverControlCreator() {
    return MarkdownControl.creator();
  }
}
