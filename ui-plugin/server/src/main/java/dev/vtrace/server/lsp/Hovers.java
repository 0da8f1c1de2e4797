// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Flags;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Vring;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.text.LandmarkRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a line: the event, the message, what was made of it, and how the rings stood.
 */
final class Hovers {
  private final Markdown out = new Markdown();
  private final Document document;
  private final @Nullable OpenRun run;
  private final UnaryOperator<String> rules;

  private Hovers(Document document, @Nullable OpenRun run, UnaryOperator<String> rules) {
    this.rules = rules;
    this.document = document;
    this.run = run;
  }

  /**
   * The text for a line.
   *
   * @param run null if it is not there yet
   * @param row null for a line without a record
   * @param rules the URI of a rule's page by its code; null if there is none
   * @return empty if there is nothing to say
   */
  static String of(
      Document document,
      @Nullable OpenRun run,
      long line,
      @Nullable LandmarkRow row,
      UnaryOperator<String> rules) {
    Hovers hover = new Hovers(document, run, rules);
    if (row != null && row.event() != null) {
      hover.event(row.event());
    }
    List<Ref> refs = document.refs(run, line);
    if (run != null) {
      List<RunStateAt.ConnectionMessage> said = RunStateAt.said(run, messageRefs(refs));
      said.forEach(hover::message);
      OperationHovers.add(hover.out, run, refs, hover.here(line));
      refs.forEach(hover::ref);
      hover.rings(document.time(run, row).orElse(-1), said, refs);
    }
    return hover.out.toString();
  }

  private static List<Ref> messageRefs(List<Ref> refs) {
    List<Ref> out = new ArrayList<>();
    for (Ref ref : refs) {
      boolean message = ref instanceof Ref.OperationRef || ref instanceof Ref.ItemRef;
      if (message && out.isEmpty()) {
        out.add(ref);
      }
    }
    return out;
  }

  private void event(TraceEvent event) {
    out.code(event.name());
    if (event.event().isFormer()) {
      out.text(" (now ").code(event.canonical()).text(")");
    }
    String sentence = Glossary.event(event.canonical());
    out.text(sentence.isEmpty() ? "" : "  " + sentence).paragraph();
    Arguments arguments = event.arguments();
    for (int i = 0; i < arguments.count(); i++) {
      out.entry().text(arguments.name(i)).text(" ");
      out.code(arguments.isText(i) ? arguments.text(i) : number(arguments, i));
      String meaning = meaning(arguments, i);
      out.text(meaning.isEmpty() ? "" : "  " + meaning);
    }
    out.paragraph();
  }

  private static String number(Arguments arguments, int i) {
    long value = arguments.number(i);
    String name = arguments.name(i);
    boolean hex = value > 9999 || name.equals("flags") || name.endsWith("dev");
    return hex ? "0x" + Long.toHexString(value) : Long.toString(value);
  }

  private static String meaning(Arguments arguments, int i) {
    switch (arguments.name(i)) {
      case "req":
        Request request = Request.of(Channel.MAIN, (int) arguments.number(i));
        if (request == null) {
          return "no known request";
        }
        String sentence = Glossary.request(request.name());
        return request.name() + (sentence.isEmpty() ? "" : ": " + sentence);
      case "flags":
        return arguments.isText(i) ? "" : Flags.text((int) arguments.number(i));
      default:
        return "";
    }
  }

  private void message(RunStateAt.ConnectionMessage said) {
    var message = said.step().message();
    out.text("**" + (message.row() == null ? "a request" : message.name()) + "**");
    out.text(message.isReply() ? " reply" : "");
    out.text(message.fds().isEmpty() ? "" : ", " + message.fds().size() + " descriptor(s)");
    for (MessageField field : said.step().decoded().fields()) {
      out.entry().text(field.name()).text(" ").code(field.text());
    }
    out.paragraph();
  }

  /** The run; asked only for what is known of one. */
  private OpenRun run() {
    return requireNonNull(run);
  }

  private void ref(Ref ref) {
    if (ref instanceof Ref.WindowRef of) {
      window(run().window(of.window()));
    } else if (ref instanceof Ref.ProblemRef of) {
      problem(run().check().problems().get(of.index()));
    } else if (ref instanceof Ref.DescriptorRef of) {
      descriptor(run().migration().descriptors().get(of.index()));
    }
  }

  private void window(Window window) {
    out.text("**" + Lenses.title(run().migration(), window) + "** ").code(window.device());
    if (!window.why().isEmpty()) {
      out.text(": ").code(window.why());
    }
    if (window.beginNs() >= 0 && window.endNs() >= window.beginNs()) {
      out.text(", " + TimeWords.duration(window.endNs() - window.beginNs()));
    }
    out.paragraph();
  }

  private void problem(Problem problem) {
    String code = problem.code().code();
    out.text("**" + problem.severity().label() + "** ");
    String page = rules.apply(code);
    if (page != null) {
      out.link(code, page);
    } else {
      out.text(code);
    }
    out.text(" ").code(problem.message()).text("  ").code(problem.hint()).paragraph();
  }

  private void descriptor(Descriptor descriptor) {
    out.text("**descriptor** ").code(descriptor.kind() + " " + descriptor.purpose());
    out.text(", " + descriptor.state().label()).paragraph();
  }

  /** A line of this document as evidence names it. */
  private String here(long line) {
    Input input = document.input(run);
    return input == null ? "" : input.name() + ":" + (line + 1);
  }

  private List<RunStateAt.ConnectionMessage> before(List<Ref> refs, long timeNs) {
    List<Evidence> evidence =
        refs.stream().flatMap(ref -> RunStateAt.evidence(run(), ref).stream()).toList();
    Input input = document.input(run);
    String participant = input == null ? "" : input.participant();
    RunStateAt.ConnectionMessage last = RunStateAt.before(run(), evidence, participant, timeNs);
    return last == null ? List.of() : List.of(last);
  }

  /** The rings as messages up to a line left them, and as the participants see them. */
  private void rings(long timeNs, List<RunStateAt.ConnectionMessage> said, List<Ref> refs) {
    boolean silent = said.isEmpty() && timeNs >= 0;
    List<RunStateAt.ConnectionMessage> now = silent ? before(refs, timeNs) : said;
    for (RunStateAt.ConnectionMessage each :
        now.isEmpty() ? now : List.of(now.get(now.size() - 1))) {
      SessionState state = each.step().after();
      if (state.vrings().isEmpty()) {
        continue;
      }
      out.text("rings as the back-end knows them");
      if (silent) {
        out.text(" up to here, on ").code(each.connection().label());
      }
      out.paragraph();
      out.head(List.of("queue", "state", "entries", "index", "desc", "kick", "call"));
      for (Vring ring : state.vrings()) {
        out.row().text("" + ring.index()).cell().text(ring.state());
        out.cell().text(ring.num() == 0 ? "-" : "" + ring.num());
        out.cell().text(ring.base() < 0 ? "-" : "" + ring.base());
        out.cell().text(ring.desc() == 0 ? "-" : "0x" + Long.toHexString(ring.desc()));
        out.cell().text(ring.kick().name().toLowerCase(java.util.Locale.ROOT));
        out.cell().text(ring.call().name().toLowerCase(java.util.Locale.ROOT)).text(" |");
      }
      out.paragraph();
    }
    List<RingInterval> rings = timeNs < 0 ? List.of() : RunStateAt.rings(run(), timeNs);
    if (!rings.isEmpty()) {
      out.text("rings at this moment");
      Map<String, List<Integer>> alike = new LinkedHashMap<>();
      for (RingInterval ring : rings) {
        String what = ring.state().label() + "\t" + ring.participant() + " " + ring.device();
        alike.computeIfAbsent(what, w -> new ArrayList<>()).add(ring.queue());
      }
      alike.forEach(
          (what, queues) -> {
            String[] words = what.split("\t", 2);
            out.entry().code(words[1]).text(queues.size() == 1 ? " queue" : " queues");
            queues.forEach(queue -> out.text(" " + queue));
            out.text(": " + words[0]);
          });
    }
  }
}
