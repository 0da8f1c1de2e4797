// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where all text for people goes, in UTF-8. Whatever is printed is made safe to show ({@link
 * Plain}), whoever printed it; only line feeds, tabs and, where a terminal shows them, the colours
 * of {@link TextLine} pass. Bytes that are written, as JSON and pictures are, stay as they are.
 */
public class TextStream extends PrintStream {
  /** Text for this target. */
  public TextStream(OutputStream target) {
    super(target, false, StandardCharsets.UTF_8);
  }

  /** Columns of a text that nobody measured a terminal for. */
  public static final int USUAL_WIDTH = 100;

  /** How many columns a line may have. */
  public int width() {
    return USUAL_WIDTH;
  }

  /**
   * Whether sentences and evidence go on in the next line where they are wider than that; otherwise
   * each stays whole, so that it can be searched for. Lists and tables keep to the width always.
   */
  public boolean folds() {
    return false;
  }

  /**
   * Prints a line, which goes on in further lines where this target folds.
   *
   * @param indent columns before what goes on
   */
  public void line(String text, int indent) {
    print(TextFold.fold(text, folds() ? width() : Integer.MAX_VALUE, indent));
    print('\n');
  }

  /** Whether colours pass; asked only where a text has some. */
  protected boolean colours() {
    return false;
  }

  /** The same stream if it makes texts safe already, else one that does. */
  public static TextStream of(PrintStream target, boolean colour) {
    return target instanceof TextStream stream
        ? stream
        : new TextStream(target) {
          @Override
          protected boolean colours() {
            return colour;
          }
        };
  }

  /** The text with what a terminal makes links of; called with text that is safe to show. */
  protected String linked(String text) {
    return text;
  }

  @Override
  public void print(String text) {
    super.print(linked(safe(String.valueOf(text))));
  }

  @Override
  public void print(char c) {
    print(String.valueOf(c));
  }

  @Override
  public void print(char[] text) {
    print(String.valueOf(text));
  }

  @Override
  public void print(Object object) {
    print(String.valueOf(object));
  }

  private String safe(String text) {
    if (text.indexOf(TextLine.ESCAPE) < 0 || !colours()) {
      return Plain.lines(text);
    }
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int at = text.indexOf(TextLine.ESCAPE); at >= 0; ) {
      int length = TextLine.colourAt(text, at);
      if (length > 0) {
        out.append(Plain.lines(text.substring(from, at))).append(text, at, at + length);
        from = at + length;
      }
      at = text.indexOf(TextLine.ESCAPE, at + Math.max(1, length));
    }
    return out.append(Plain.lines(text.substring(from))).toString();
  }
}
