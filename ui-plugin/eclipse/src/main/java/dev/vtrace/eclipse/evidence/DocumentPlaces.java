// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Places in documents, as the server and as the platform count them. */
public final class DocumentPlaces {
  private DocumentPlaces() {}

  /** Line and column of an offset. */
  public static Position position(IDocument document, int offset) throws BadLocationException {
    int line = document.getLineOfOffset(offset);
    return new Position(line, offset - document.getLineOffset(line));
  }

  /** Lines and columns of a part. */
  public static Range range(IDocument document, int offset, int length)
      throws BadLocationException {
    return new Range(position(document, offset), position(document, offset + length));
  }

  /** The offset of a position; one outside the document becomes the nearest one within it. */
  public static int offset(IDocument document, Position position) throws BadLocationException {
    if (position.getLine() >= document.getNumberOfLines()) {
      return document.getLength();
    }
    IRegion line = document.getLineInformation(position.getLine());
    return line.getOffset() + Math.min(position.getCharacter(), line.getLength());
  }
}
