// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.ImageObserver;
import java.text.AttributedCharacterIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The many methods of {@link Graphics2D} that are other words for a few of them. */
abstract class PlainGraphics extends Graphics2D {
  @Override
  public void drawLine(int x1, int y1, int x2, int y2) {
    draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void fillRect(int x, int y, int width, int height) {
    fill(new Rectangle(x, y, width, height));
  }

  @Override
  public void clearRect(int x, int y, int width, int height) {
    Color before = getColor();
    setColor(getBackground());
    fillRect(x, y, width, height);
    setColor(before);
  }

  @Override
  public void drawRoundRect(int x, int y, int width, int height, int w, int h) {
    draw(new RoundRectangle2D.Double(x, y, width, height, w, h));
  }

  @Override
  public void fillRoundRect(int x, int y, int width, int height, int w, int h) {
    fill(new RoundRectangle2D.Double(x, y, width, height, w, h));
  }

  @Override
  public void drawOval(int x, int y, int width, int height) {
    draw(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void fillOval(int x, int y, int width, int height) {
    fill(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void drawArc(int x, int y, int width, int height, int start, int extent) {
    draw(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.OPEN));
  }

  @Override
  public void fillArc(int x, int y, int width, int height, int start, int extent) {
    fill(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.PIE));
  }

  @Override
  public void drawPolyline(int[] x, int[] y, int count) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        path.moveTo(x[i], y[i]);
      } else {
        path.lineTo(x[i], y[i]);
      }
    }
    draw(path);
  }

  @Override
  public void drawPolygon(int[] x, int[] y, int count) {
    draw(new Polygon(x, y, count));
  }

  @Override
  public void fillPolygon(int[] x, int[] y, int count) {
    fill(new Polygon(x, y, count));
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawString(AttributedCharacterIterator text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public Color getColor() {
    return (Color) getPaint();
  }

  @Override
  public void setColor(Color colour) {
    setPaint(colour);
  }

  @Override
  public void setComposite(Composite composite) {
    if (!AlphaComposite.SrcOver.equals(composite)) {
      throw new UnsupportedOperationException("composite " + composite);
    }
  }

  @Override
  public Composite getComposite() {
    return AlphaComposite.SrcOver;
  }

  @Override
  public void setPaintMode() {}

  @Override
  public void setXORMode(Color colour) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void translate(int x, int y) {
    translate((double) x, (double) y);
  }

  @Override
  public void translate(double x, double y) {
    transform(AffineTransform.getTranslateInstance(x, y));
  }

  @Override
  public void rotate(double angle) {
    transform(AffineTransform.getRotateInstance(angle));
  }

  @Override
  public void rotate(double angle, double x, double y) {
    transform(AffineTransform.getRotateInstance(angle, x, y));
  }

  @Override
  public void scale(double x, double y) {
    transform(AffineTransform.getScaleInstance(x, y));
  }

  @Override
  public void shear(double x, double y) {
    transform(AffineTransform.getShearInstance(x, y));
  }

  @Override
  public void clip(Shape shape) {}

  @Override
  public void clipRect(int x, int y, int width, int height) {}

  @Override
  public @Nullable Rectangle getClipBounds() {
    return getClip() == null ? null : getClip().getBounds();
  }

  @Override
  public void setClip(int x, int y, int width, int height) {
    setClip(new Rectangle(x, y, width, height));
  }

  @Override
  public void copyArea(int x, int y, int width, int height, int dx, int dy) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hit(Rectangle area, Shape shape, boolean outline) {
    return shape.intersects(area);
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, Object value) {}

  @Override
  public @Nullable Object getRenderingHint(RenderingHints.Key key) {
    return null;
  }

  @Override
  public void addRenderingHints(Map<?, ?> hints) {}

  @Override
  public RenderingHints getRenderingHints() {
    return new RenderingHints(null);
  }

  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    return drawImage(image, AffineTransform.getTranslateInstance(x, y), observer);
  }

  @Override
  public boolean drawImage(Image image, int x, int y, int w, int h, ImageObserver observer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean drawImage(Image image, int x, int y, Color background, ImageObserver observer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int w, int h, Color background, ImageObserver observer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean drawImage(
      Image image, int a, int b, int c, int d, int e, int f, int g, int h, ImageObserver o) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean drawImage(
      Image image,
      int a,
      int b,
      int c,
      int d,
      int e,
      int f,
      int g,
      int h,
      Color background,
      ImageObserver observer) {
    throw new UnsupportedOperationException();
  }
}
