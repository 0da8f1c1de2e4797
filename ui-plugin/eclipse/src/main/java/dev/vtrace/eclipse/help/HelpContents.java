// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.help;

import dev.vtrace.decoder.rules.Rules;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.eclipse.VtracePlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.core.expressions.IEvaluationContext;
import org.eclipse.help.AbstractTocProvider;
import org.eclipse.help.IToc;
import org.eclipse.help.ITocContribution;
import org.eclipse.help.ITopic;
import org.eclipse.help.IUAElement;

/** The table of contents of the help, made of the list of rules. */
public final class HelpContents extends AbstractTocProvider {
  private record Topic(String label, String page, List<Topic> below) implements ITopic {
    @Override
    public String getLabel() {
      return label;
    }

    @Override
    public String getHref() {
      return "/" + VtracePlugin.ID + "/" + page;
    }

    @Override
    public ITopic[] getSubtopics() {
      return below.toArray(new ITopic[0]);
    }

    @Override
    public boolean isEnabled(IEvaluationContext context) {
      return true;
    }

    @Override
    public IUAElement[] getChildren() {
      return getSubtopics();
    }

    ITopic find(String wanted) {
      if (getHref().equals(wanted)) {
        return this;
      }
      return below.stream()
          .map(each -> each.find(wanted))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  private record Contents(Topic root) implements IToc {
    @Override
    public String getLabel() {
      return root.getLabel();
    }

    @Override
    public String getHref() {
      return root.getHref();
    }

    @Override
    public ITopic[] getTopics() {
      return root.getSubtopics();
    }

    @Override
    public ITopic getTopic(String wanted) {
      return wanted == null ? root : root.find(wanted);
    }

    @Override
    public boolean isEnabled(IEvaluationContext context) {
      return true;
    }

    @Override
    public IUAElement[] getChildren() {
      return root.getSubtopics();
    }
  }

  private record Contribution(IToc toc) implements ITocContribution {
    @Override
    public String getCategoryId() {
      return null;
    }

    @Override
    public String getContributorId() {
      return VtracePlugin.ID;
    }

    @Override
    public String[] getExtraDocuments() {
      return new String[0];
    }

    @Override
    public String getId() {
      return VtracePlugin.ID + ".help";
    }

    @Override
    public String getLinkTo() {
      return null;
    }

    @Override
    public String getLocale() {
      return "en";
    }

    @Override
    public IToc getToc() {
      return toc;
    }

    @Override
    public boolean isPrimary() {
      return true;
    }
  }

  @Override
  public ITocContribution[] getTocContributions(String locale) {
    List<Topic> rules = new ArrayList<>();
    for (Rule each : Rules.all()) {
      rules.add(
          new Topic(
              HelpContent.title(each),
              HelpContent.RULES + each.code().code() + HelpContent.HTML,
              List.of()));
    }
    Topic toc =
        new Topic(
            "vhost Migration",
            "help/start.html",
            List.of(
                new Topic("First steps", "help/start.html", List.of()),
                new Topic("Mouse and keys of the timeline", "help/keys.html", List.of()),
                new Topic("Rules", "help/start.html", rules)));
    return new ITocContribution[] {new Contribution(new Contents(toc))};
  }
}
