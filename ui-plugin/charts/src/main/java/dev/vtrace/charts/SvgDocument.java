// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.export.Plain;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;

/** The text of an SVG document. Equal calls give equal text. */
final class SvgDocument {
  private static final String[] COMMANDS = {"M", "L", "Q", "C", "Z"};
  private static final int[] NUMBERS = {2, 2, 4, 6, 0};

  private final StringBuilder text = new StringBuilder();

  SvgDocument(int width, int height) {
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width);
    text.append("\" height=\"").append(height);
    text.append("\" viewBox=\"0 0 ").append(width).append(' ').append(height).append("\">\n");
  }

  void fill(Shape shape, AffineTransform transform, Color colour) {
    path(shape, transform);
    paint("fill", colour);
    text.append("/>\n");
  }

  void draw(Shape shape, AffineTransform transform, Color colour, BasicStroke stroke) {
    path(shape, transform);
    text.append(" fill=\"none\"");
    paint("stroke", colour);
    if (stroke.getLineWidth() != 1) {
      text.append(" stroke-width=\"");
      number(stroke.getLineWidth());
      text.append('"');
    }
    if (stroke.getDashArray() != null) {
      text.append(" stroke-dasharray=\"");
      for (float dash : stroke.getDashArray()) {
        number(dash);
        text.append(' ');
      }
      text.append('"');
    }
    text.append("/>\n");
  }

  /** Writes a text; with its width given, it takes the same space with any font. */
  void text(String words, double x, double y, Font font, double width, Color colour) {
    text.append("<text x=\"");
    number(x);
    text.append("\" y=\"");
    number(y);
    text.append("\" font-family=\"sans-serif\" font-size=\"").append(font.getSize());
    if (font.isBold()) {
      text.append("\" font-weight=\"bold");
    }
    text.append("\" textLength=\"");
    number(width);
    text.append("\" lengthAdjust=\"spacingAndGlyphs\"");
    paint("fill", colour);
    text.append('>').append(escape(words)).append("</text>\n");
  }

  /** The whole document. */
  String end() {
    return text + "</svg>\n";
  }

  /** Text as XML has it; what would be obeyed and not seen is written as its number. */
  static String escape(String words) {
    String text = Plain.lines(words);
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < 0xFFFE ? c : '\uFFFD');
      }
    }
    return out.toString();
  }

  private void path(Shape shape, AffineTransform transform) {
    text.append("<path d=\"");
    double[] point = new double[6];
    for (PathIterator i = shape.getPathIterator(transform); !i.isDone(); i.next()) {
      int kind = i.currentSegment(point);
      text.append(COMMANDS[kind]);
      for (int n = 0; n < NUMBERS[kind]; n++) {
        if (n > 0) {
          text.append(' ');
        }
        number(point[n]);
      }
    }
    text.append('"');
  }

  private void paint(String attribute, Color colour) {
    text.append(' ').append(attribute).append("=\"#");
    String digits = Integer.toHexString(colour.getRGB() & 0xFFFFFF);
    text.append("0".repeat(6 - digits.length())).append(digits).append('"');
    if (colour.getAlpha() < 255) {
      text.append(' ').append(attribute).append("-opacity=\"");
      number(colour.getAlpha() / 255.0);
      text.append('"');
    }
  }

  /** A number with at most two decimals, whatever the locale. */
  private void number(double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths < 0) {
      text.append('-');
      hundredths = -hundredths;
    }
    text.append(hundredths / 100);
    long rest = hundredths % 100;
    if (rest > 0) {
      text.append('.').append(rest / 10);
      if (rest % 10 > 0) {
        text.append(rest % 10);
      }
    }
  }
}
