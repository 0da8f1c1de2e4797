// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes bundles of the jars in a folder that are none but are required by some: {@code java Bundles.java FOLDER}. Jars
 * that no bundle needs are removed.
 */
final class Bundles {
  /** What the CSS engine of the workbench wants as one bundle. */
  private static final List<String> BATIK =
      List.of("batik-css-", "batik-", "xml-apis-ext-", "xmlgraphics-commons-", "commons-logging-");

  private final Path folder;

  private Bundles(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws IOException {
    Bundles bundles = new Bundles(Path.of(args[0]));
    bundles.join("org.apache.batik.css", BATIK);
    bundles.join("org.apache.commons.jxpath", List.of("commons-jxpath-"));
    for (String lucene : List.of("core", "analysis-common", "analysis-smartcn")) {
      bundles.join("org.apache.lucene." + lucene, List.of("lucene-" + lucene + "-"));
    }
    bundles.removeOthers();
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /**
   * One bundle of all jars whose names begin so, with the version of the first; it exports all packages and imports what
   * it finds.
   */
  private void join(String name, List<String> beginnings) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String version = null;
    for (Path jar : jars()) {
      String file = jar.getFileName().toString();
      if (beginnings.stream().anyMatch(file::startsWith)) {
        version = version == null ? versionOf(file) : version;
        read(jar, entries);
        Files.delete(jar);
      }
    }
    if (entries.isEmpty()) {
      return;
    }
    TreeSet<String> packages = new TreeSet<>();
    for (String entry : entries.keySet()) {
      if (entry.endsWith(".class") && entry.contains("/")) {
        packages.add(entry.substring(0, entry.lastIndexOf('/')).replace('/', '.'));
      }
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", version);
    main.putValue("Export-Package", exports(packages, version));
    main.putValue("DynamicImport-Package", "*");
    try (OutputStream file = Files.newOutputStream(folder.resolve(name + "_" + version + ".jar"));
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private static String versionOf(String file) {
    String version = file.substring(file.lastIndexOf('-') + 1, file.length() - ".jar".length());
    return version.split("\\.").length < 3 ? version + ".0" : version;
  }

  private static String exports(TreeSet<String> packages, String version) {
    return packages.stream()
        .map(name -> name + ";version=\"" + (name.startsWith("org.w3c.css.sac") ? "1.3.0" : version) + "\"")
        .collect(Collectors.joining(","));
  }

  private static void read(Path jar, Map<String, byte[]> into) throws IOException {
    try (InputStream file = Files.newInputStream(jar);
        JarInputStream in = new JarInputStream(file, false)) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (!entry.isDirectory() && keep(entry.getName())) {
          into.putIfAbsent(entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  private static boolean keep(String name) {
    return !name.startsWith("META-INF/") || name.startsWith("META-INF/services/");
  }

  private void removeOthers() throws IOException {
    List<Path> others = new ArrayList<>();
    for (Path jar : jars()) {
      try (InputStream file = Files.newInputStream(jar);
          JarInputStream in = new JarInputStream(file, false)) {
        Manifest manifest = in.getManifest();
        if (manifest == null || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
          others.add(jar);
        }
      }
    }
    for (Path jar : others) {
      Files.delete(jar);
    }
  }
}
