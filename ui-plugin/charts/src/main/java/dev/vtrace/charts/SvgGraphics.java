// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/**
 * Draws shapes and text in plain colours into an SVG document. That is all that pictures need: what
 * else a {@link Graphics2D} can do throws {@link UnsupportedOperationException}. The clip is kept
 * but not applied, since nothing is drawn outside of it.
 */
final class SvgGraphics extends PlainGraphics {
  private final SvgDocument document;
  private final Graphics2D measure =
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
  private AffineTransform transform = new AffineTransform();
  private Color colour = Color.BLACK;
  private Color background = Color.WHITE;
  private BasicStroke stroke = new BasicStroke(1);
  private Font font = Palette.LABEL;
  private Shape clip;

  SvgGraphics(int width, int height) {
    document = new SvgDocument(width, height);
    clip = new Rectangle(width, height);
    measure.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  /** The whole document. */
  String document() {
    return document.end();
  }

  @Override
  public void draw(Shape shape) {
    document.draw(shape, transform, colour, stroke);
  }

  @Override
  public void fill(Shape shape) {
    document.fill(shape, transform, colour);
  }

  @Override
  public void drawString(String text, float x, float y) {
    Point2D at = transform.transform(new Point2D.Double(x, y), null);
    double width = getFontMetrics(font).stringWidth(text);
    document.text(text, at.getX(), at.getY(), font, width, colour);
  }

  @Override
  public void setPaint(Paint paint) {
    if (paint instanceof Color plain) {
      colour = plain;
    } else if (paint != null) {
      throw new UnsupportedOperationException("paint " + paint);
    }
  }

  @Override
  public Paint getPaint() {
    return colour;
  }

  @Override
  public void setStroke(Stroke with) {
    stroke = (BasicStroke) with;
  }

  @Override
  public Stroke getStroke() {
    return stroke;
  }

  @Override
  public void setBackground(Color with) {
    background = with;
  }

  @Override
  public Color getBackground() {
    return background;
  }

  @Override
  public void setFont(Font with) {
    font = with;
  }

  @Override
  public Font getFont() {
    return font;
  }

  @Override
  public FontMetrics getFontMetrics(Font of) {
    return measure.getFontMetrics(of);
  }

  @Override
  public FontRenderContext getFontRenderContext() {
    return measure.getFontRenderContext();
  }

  @Override
  public AffineTransform getTransform() {
    return new AffineTransform(transform);
  }

  @Override
  public void setTransform(AffineTransform with) {
    transform = new AffineTransform(with);
  }

  @Override
  public void transform(AffineTransform more) {
    transform.concatenate(more);
  }

  @Override
  public Shape getClip() {
    return clip;
  }

  @Override
  public void setClip(Shape with) {
    clip = with;
  }

  @Override
  public Graphics create() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dispose() {
    measure.dispose();
  }

  @Override
  public void drawString(AttributedCharacterIterator text, float x, float y) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean drawImage(Image image, AffineTransform with, ImageObserver observer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drawImage(BufferedImage image, BufferedImageOp with, int x, int y) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drawRenderedImage(RenderedImage image, AffineTransform with) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void drawRenderableImage(RenderableImage image, AffineTransform with) {
    throw new UnsupportedOperationException();
  }

  @Override
  public GraphicsConfiguration getDeviceConfiguration() {
    return measure.getDeviceConfiguration();
  }

  @Override
  public void setRenderingHints(Map<?, ?> hints) {}
}
