// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.AbstractInformationControl;
import org.eclipse.jface.text.IInformationControl;
import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IInformationControlExtension2;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.TextStyle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;

/** Shows Markdown in a hover, without a browser. */
final class MarkdownControl extends AbstractInformationControl
    implements IInformationControlExtension2 {
  private static final int WIDTH = 560;

  private StyledText text;

  private MarkdownControl(Shell parent, boolean resizable) {
    super(parent, resizable);
    create();
  }

  static IInformationControlCreator creator() {
    return parent -> new MarkdownControl(parent, false);
  }

  @Override
  protected void createContent(Composite parent) {
    parent.setLayout(new FillLayout());
    text = new StyledText(parent, SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL);
    text.setMargins(8, 6, 8, 6);
    text.setAlwaysShowScrollBars(false);
  }

  @Override
  public void setInput(Object input) {
    StyledMarkdown markdown = StyledMarkdown.of(String.valueOf(input));
    text.setText(markdown.text());
    for (StyledMarkdown.Style each : markdown.styles()) {
      int length = Math.min(each.length(), markdown.text().length() - each.from());
      if (length > 0) {
        text.setStyleRange(range(each, length));
      }
    }
  }

  private static StyleRange range(StyledMarkdown.Style style, int length) {
    TextStyle look = new TextStyle();
    if (style.look() == StyledMarkdown.Look.CODE) {
      look.font = JFaceResources.getTextFont();
    }
    StyleRange out = new StyleRange(look);
    out.start = style.from();
    out.length = length;
    out.fontStyle =
        switch (style.look()) {
          case STRONG -> SWT.BOLD;
          case EMPHASIS -> SWT.ITALIC;
          case CODE -> SWT.NORMAL;
        };
    return out;
  }

  @Override
  public boolean hasContents() {
    return text.getCharCount() > 0;
  }

  @Override
  public Point computeSizeHint() {
    Point size = text.computeSize(WIDTH, SWT.DEFAULT);
    return getShell().computeSize(size.x, size.y + 4);
  }

  @Override
  public IInformationControlCreator getInformationPresenterControlCreator() {
    return parent -> (IInformationControl) new MarkdownControl(parent, true);
  }
}
