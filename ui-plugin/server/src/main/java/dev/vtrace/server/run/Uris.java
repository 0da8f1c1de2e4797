// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * URIs of files and of the virtual documents made from them: {@code vtrace:/text/PATH.txt} is the
 * text of a file that is none itself, {@code vtrace:/text/ARCHIVE!/PATH.txt} that of a file in a
 * zip archive, {@code vtrace:/messages/PATH.txt} the decoded messages of a file of JSON lines,
 * {@code vtrace:/rules/VT3114.md} the page of a rule.
 */
public final class Uris {
  private static final String SCHEME = "vtrace";
  private static final String TEXT = "/text";
  private static final String MESSAGES = "/messages";
  private static final String TEXT_END = ".txt";
  private static final String INSIDE = "!/";

  /** Of a file; Linux opens none by a longer one. */
  private static final int LONGEST_PATH = 4096;

  private static final String RULES = "/rules/";
  private static final String RULES_END = ".md";

  private Uris() {}

  /** The URI of a file; of one in an archive, that of its text. */
  public static String of(Path file) {
    if (Archives.isInside(file)) {
      return textOf(file);
    }
    String uri = file.toAbsolutePath().normalize().toUri().toString();
    // That of a folder would end in a slash if it exists, and in none if it does not.
    return uri.endsWith("/") && uri.length() > "file:///".length()
        ? uri.substring(0, uri.length() - 1)
        : uri;
  }

  /** The URI of the text of a file. */
  public static String textOf(Path file) {
    return madeOf(TEXT, file);
  }

  /** The URI of the decoded messages of a file, of which each has a line in the file. */
  public static String messagesOf(Path file) {
    return madeOf(MESSAGES, file);
  }

  private static String madeOf(String view, Path file) {
    if (Archives.isInside(file)) {
      String archive = Archives.of(file).toUri().getRawPath();
      String inside = Path.of(file.toAbsolutePath().toString()).toUri().getRawPath();
      return SCHEME + ":" + view + archive + INSIDE.charAt(0) + inside + TEXT_END;
    }
    String path = file.toAbsolutePath().normalize().toUri().getRawPath();
    return SCHEME + ":" + view + path + TEXT_END;
  }

  /** The URI of a rule's page. */
  public static String ofRule(String code) {
    return SCHEME + ":" + RULES + code + RULES_END;
  }

  /** Whether it is the text of a file that is none itself. */
  public static boolean isText(String uri) {
    return isMade(TEXT, uri);
  }

  /** Whether it is the decoded messages of a file. */
  public static boolean isMessages(String uri) {
    return isMade(MESSAGES, uri);
  }

  /** Whether it is made of a file in any way. */
  public static boolean isVirtual(String uri) {
    return isText(uri) || isMessages(uri);
  }

  private static boolean isMade(String view, String uri) {
    return uri.startsWith(SCHEME + ":" + view + "/") && uri.endsWith(TEXT_END);
  }

  /** The code whose page it is, or null. */
  public static @Nullable String rule(String uri) {
    String begin = SCHEME + ":" + RULES;
    return uri.startsWith(begin) && uri.endsWith(RULES_END)
        ? uri.substring(begin.length(), uri.length() - RULES_END.length())
        : null;
  }

  /**
   * The file that a URI is, or is the text of.
   *
   * @throws IOException if it is neither
   */
  public static Path path(String uri) throws IOException {
    try {
      URI parsed = new URI(uri);
      if ("file".equalsIgnoreCase(parsed.getScheme()) && parsed.getPath() != null) {
        String path = parsed.getPath();
        // file:///C:/x on Windows
        boolean drive = path.length() > 2 && path.charAt(0) == '/' && path.charAt(2) == ':';
        return Path.of(drive ? path.substring(1) : path).toAbsolutePath().normalize();
      }
      if (isVirtual(uri)) {
        String path = parsed.getPath();
        int begin = (isText(uri) ? TEXT : MESSAGES).length();
        String file = path.substring(begin, path.length() - TEXT_END.length());
        int inside = inside(file);
        return inside < 0
            ? Path.of(file)
            : Archives.path(Path.of(file.substring(0, inside)), file.substring(inside + 1));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("'" + uri + "' is not a file URI", e);
    }
    throw new IOException("'" + uri + "' is not a file URI");
  }

  /**
   * Where a path goes on in an archive, or -1. Names of folders may end in the mark, too, and
   * clients encode it or not, so what is there decides.
   */
  private static int inside(String path) {
    int last = path.lastIndexOf(INSIDE);
    for (int at = path.lastIndexOf(INSIDE, LONGEST_PATH);
        at >= 0;
        at = path.lastIndexOf(INSIDE, at - 1)) {
      if (Files.isRegularFile(Path.of(path.substring(0, at)))) {
        return at;
      }
    }
    return Files.exists(Path.of(path)) ? -1 : last;
  }
}
