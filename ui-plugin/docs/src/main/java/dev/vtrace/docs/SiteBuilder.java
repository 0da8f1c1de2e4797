// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the site: {@code SiteBuilder ROOT-OF-THE-TREE FOLDER VERSION}. It needs no server and no
 * script, and works from a folder on a disk.
 */
public final class SiteBuilder {
  private static final String PAGES = "ui-plugin/docs/pages/";

  /** Pages for users, in the order of reading; {@code index} is the first. */
  private static final List<String> GUIDE =
      List.of(
          "index",
          "install",
          "five-minutes",
          "tutorial",
          "log-by-hand",
          "production",
          "formats",
          "library");

  /** Texts that stand elsewhere in the tree, and their file in the site. */
  private static final List<Map.Entry<String, String>> ELSEWHERE =
      List.of(
          Map.entry("README.md", "readme.html"),
          Map.entry("CONTRIBUTING.md", "architecture.html"),
          Map.entry("CHANGELOG.md", "changelog.html"),
          Map.entry("samples/README.md", "samples.html"),
          Map.entry("samples/lab/README.md", "lab.html"),
          Map.entry("ui-plugin/cli/export/README.md", "export/index.html"),
          Map.entry("ui-plugin/vscode/README.md", "vscode.html"),
          Map.entry("ui-plugin/eclipse/README.md", "eclipse.html"),
          Map.entry("ui-plugin/server/EDITORS.md", "editors.html"),
          Map.entry("ui-plugin/server/PROTOCOL.md", "protocol.html"));

  private SiteBuilder() {}

  public static void main(String[] args) throws IOException {
    build(Path.of(args[0]), Path.of(args[1]), args[2]);
  }

  /** Writes all pages, with the pictures that they show. */
  static void build(Path root, Path site, String version) throws IOException {
    List<SitePage> guide = new ArrayList<>();
    for (String name : GUIDE) {
      guide.add(page(root, PAGES + name + ".md", name + ".html"));
    }
    List<SitePage> others = new ArrayList<>();
    for (Map.Entry<String, String> file : ELSEWHERE) {
      SitePage page = page(root, file.getKey(), file.getValue());
      others.add(file.getKey().equals("README.md") ? page.titled("README") : page);
    }
    List<SitePage> exports = exports(root);
    int listed = others.size();
    others.addAll(exports);
    List<SitePage> commands = CommandPages.all();
    List<SitePage> findings = FindingPages.all();
    List<SiteSection> sections =
        List.of(
            new SiteSection("Guide", guide, guide.size()),
            new SiteSection("Commands", commands, commands.size()),
            new SiteSection("Findings", findings, 1),
            new SiteSection("More", others, listed));
    write(root, site, sections, version);
  }

  private static void write(Path root, Path site, List<SiteSection> sections, String version)
      throws IOException {
    Map<String, String> targets = new HashMap<>();
    for (SiteSection section : sections) {
      section.pages().forEach(page -> targets.put(page.source(), page.target()));
    }
    targets.put("commands", "commands/index.html");
    targets.put(PAGES + "commands/index.md", "commands/index.html");
    targets.put(PAGES + "findings/index.md", "findings/index.html");
    PageRenderer renderer = new PageRenderer(targets);
    PageFrame frame = new PageFrame(sections, version);
    for (SiteSection section : sections) {
      for (SitePage page : section.pages()) {
        Path file = site.resolve(page.target());
        Files.createDirectories(file.getParent());
        Files.writeString(file, frame.around(page, renderer.render(page)));
      }
    }
    for (Map.Entry<String, String> picture : renderer.pictures().entrySet()) {
      Path copy = site.resolve(picture.getKey());
      Files.createDirectories(copy.getParent());
      Files.write(copy, Files.readAllBytes(root.resolve(picture.getValue())));
    }
    try (InputStream css = SiteBuilder.class.getResourceAsStream("site.css")) {
      Files.write(site.resolve("site.css"), css.readAllBytes());
    }
  }

  private static SitePage page(Path root, String source, String target) throws IOException {
    return SitePage.of(source, target, Files.readString(root.resolve(source)));
  }

  private static List<SitePage> exports(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.list(root.resolve("ui-plugin/cli/export"))) {
      files.map(file -> file.getFileName().toString()).sorted().forEach(names::add);
    }
    List<SitePage> pages = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(".md") && !name.equals("README.md")) {
        String target = "export/" + name.substring(0, name.length() - 3) + ".html";
        pages.add(page(root, "ui-plugin/cli/export/" + name, target));
      }
    }
    return pages;
  }
}
