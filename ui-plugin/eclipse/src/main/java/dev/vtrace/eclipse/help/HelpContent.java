// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.help;

import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.Rules;
import dev.vtrace.decoder.rules.model.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.help.IHelpContentProducer;

/** The pages of the help: how to begin, the keys, and a page for each rule. */
public final class HelpContent implements IHelpContentProducer {
  static final String RULES = "rules/";
  static final String HTML = ".html";

  @Override
  public InputStream getInputStream(String plugin, String href, Locale locale) {
    String name = href.contains("?") ? href.substring(0, href.indexOf('?')) : href;
    String page = name.startsWith(RULES) ? rule(name) : own(name);
    return page == null ? null : new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8));
  }

  private static String rule(String name) {
    String code = name.substring(RULES.length()).replace(HTML, "");
    Rule rule = Rules.find(code);
    return rule == null ? null : HelpPage.html(title(rule), RulePage.of(rule.code().code()));
  }

  static String title(Rule rule) {
    return rule.code().code() + ": " + RulePage.title(rule.code().code());
  }

  private static String own(String name) {
    if (!name.equals("help/start.html") && !name.equals("help/keys.html")) {
      return null;
    }
    String resource = "/" + name.replace(HTML, ".md");
    try (InputStream in = HelpContent.class.getResourceAsStream(resource)) {
      return in == null
          ? null
          : HelpPage.html("vhost migration", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return null;
    }
  }
}
