// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.help.HelpSystem;
import org.eclipse.help.IToc;

/** The help has a page for each rule. */
final class HelpScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    IToc found = null;
    for (IToc each : HelpSystem.getTocs()) {
      found = each.getLabel().equals("vhost Migration") ? each : found;
    }
    Bench.check(found != null, "no table of contents");
    Bench.check(found.getTopics()[2].getSubtopics().length > 100, "rules are missing");
    for (String page : new String[] {"help/start.html", "help/keys.html", "rules/VT3114.html"}) {
      try (InputStream in = HelpSystem.getHelpContent("/dev.vtrace.eclipse/" + page)) {
        Bench.check(in != null, page + " is missing");
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Bench.check(text.contains("<h1>"), page + " has no headline");
      }
    }
  }
}
