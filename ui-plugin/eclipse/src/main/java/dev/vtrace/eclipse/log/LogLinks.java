// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.eclipse.evidence.DocumentPlaces;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.hyperlink.AbstractHyperlinkDetector;
import org.eclipse.jface.text.hyperlink.IHyperlink;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * Words that lead to the place that they refer to: an end to its begin, an operation to its
 * counterpart.
 */
public final class LogLinks extends AbstractHyperlinkDetector {
  private static final int PATIENCE_MILLIS = 80;

  private record LogLink(IRegion region, String uri, Range target) implements IHyperlink {
    @Override
    public IRegion getHyperlinkRegion() {
      return region;
    }

    @Override
    public String getTypeLabel() {
      return null;
    }

    @Override
    public String getHyperlinkText() {
      return "Go to line "
          + (target.getStart().getLine() + 1)
          + " of "
          + uri.substring(uri.lastIndexOf('/') + 1);
    }

    @Override
    public void open() {
      EvidenceOpener.open(uri, target);
    }
  }

  @Override
  public IHyperlink[] detectHyperlinks(ITextViewer viewer, IRegion region, boolean all) {
    IDocument document = viewer.getDocument();
    try {
      IRegion word = word(document, region.getOffset());
      if (word == null) {
        return null;
      }
      Position position = DocumentPlaces.position(document, region.getOffset());
      var answer =
          LogDocuments.ask(
                  document, (text, id) -> text.definition(new DefinitionParams(id, position)))
              // This is the thread of the user interface: what takes longer is no link this time.
              .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      List<IHyperlink> out = new ArrayList<>();
      if (answer != null && answer.isLeft()) {
        for (Location each : answer.getLeft()) {
          out.add(new LogLink(word, each.getUri(), each.getRange()));
        }
      } else if (answer != null) {
        for (LocationLink each : answer.getRight()) {
          out.add(new LogLink(word, each.getTargetUri(), each.getTargetRange()));
        }
      }
      return out.isEmpty() ? null : out.toArray(new IHyperlink[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException | BadLocationException e) {
      return null;
    }
  }

  private static IRegion word(IDocument document, int offset) throws BadLocationException {
    int from = offset;
    int to = offset;
    while (from > 0 && Character.isJavaIdentifierPart(document.getChar(from - 1))) {
      from--;
    }
    while (to < document.getLength() && Character.isJavaIdentifierPart(document.getChar(to))) {
      to++;
    }
    return from == to ? null : new Region(from, to - from);
  }
}
