// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown as HTML. A link to a file whose page is in the site leads to that page, one to a picture
 * to its copy in the site; one to any other file of the source tree becomes plain text, since the
 * site is read without the tree.
 */
final class PageRenderer {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).build();
  private final Map<String, String> targets;
  private final Map<String, String> pictures = new TreeMap<>();

  /**
   * @param targets the page of the site for each source file
   */
  PageRenderer(Map<String, String> targets) {
    this.targets = Map.copyOf(targets);
  }

  /** The body of a page. */
  String render(SitePage page) {
    Node document = parser.parse(page.markdown());
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            visitChildren(link);
            redirect(page, link);
          }

          @Override
          public void visit(Image image) {
            image.setDestination(page.toRoot() + picture(page, image.getDestination()));
          }
        });
    return renderer.render(document);
  }

  /** Pictures that pages show so far: where each lies in the tree, by its place in the site. */
  Map<String, String> pictures() {
    return pictures;
  }

  private void redirect(SitePage page, Link link) {
    String destination = link.getDestination();
    if (destination.startsWith("#") || destination.contains("://")) {
      return;
    }
    int hash = destination.indexOf('#');
    String file = hash < 0 ? destination : destination.substring(0, hash);
    String anchor = hash < 0 ? "" : destination.substring(hash);
    String target = targets.get(resolve(page, file));
    if (target != null) {
      link.setDestination(page.toRoot() + target + anchor);
      return;
    }
    while (link.getFirstChild() != null) {
      link.insertBefore(link.getFirstChild());
    }
    link.unlink();
  }

  private String picture(SitePage page, String destination) {
    String file = resolve(page, destination);
    String target = "pictures/" + file.replaceFirst("^ui-plugin/", "").replace('/', '-');
    pictures.put(target, file);
    return target;
  }

  /** The place in the tree that a relative link of a page leads to. */
  private static String resolve(SitePage page, String link) {
    return URI.create(page.source()).resolve(link).normalize().getPath();
  }
}
