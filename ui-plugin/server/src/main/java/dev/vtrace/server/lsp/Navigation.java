// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.server.run.FileKinds;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.text.Landmark;
import dev.vtrace.server.text.LandmarkRow;
import dev.vtrace.server.text.TextFile;
import dev.vtrace.server.text.TextSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.jspecify.annotations.Nullable;

/** Where to go from a line: to its other end, its message, its source, and to all of its kind. */
final class Navigation {
  private static final int MOST = 5_000;

  /** Lines between a request and its reply. */
  private static final int CLOSE = 50;

  private final Document document;
  private final @Nullable OpenRun run;
  private final CharacterUnit unit;

  Navigation(Document document, @Nullable OpenRun run, CharacterUnit unit) {
    this.document = document;
    this.run = run;
    this.unit = unit;
  }

  /**
   * From an {@code _out} to its {@code _in}, from an event to its message, and back; from a decoded
   * message to its line in the file.
   */
  Set<Location> definition(long line) throws IOException {
    Set<Location> out = new LinkedHashSet<>();
    if (document.path() != null && Uris.isMessages(document.uri())) {
      String raw = FileKinds.document(document.path(), FileKinds.of(document.path()));
      out.add(new Location(raw, Ranges.line(line)));
    }
    Landmark partner = document.file().landmarks().partner(line);
    if (partner != null) {
      out.add(here(partner.line()));
    }
    long request = counterpart(line, Event.MESSAGE_RECEIVED, Event.MESSAGE_SENT, -1);
    if (request >= 0) {
      out.add(here(request));
    }
    Input input = document.input(run);
    if (input == null) {
      return out;
    }
    for (Ref ref : document.refs(run, line)) {
      if (ref instanceof Ref.OperationRef || ref instanceof Ref.DescriptorRef) {
        out.addAll(counterparts(evidence(ref), input, line));
      }
    }
    return out;
  }

  /**
   * The line of the closest event of one name for the same request as the event of another name in
   * a line, before it (-1) or after it (1); -1 if there is none.
   */
  private long counterpart(long line, Event one, Event other, int way) throws IOException {
    LandmarkRow row = document.file().row(line);
    if (row == null || row.event() == null || !row.event().is(one)) {
      return -1;
    }
    long request = row.event().number("req", -1);
    long found = -1;
    for (LandmarkRow each :
        document.file().rows(way < 0 ? line - CLOSE : line + 1, way < 0 ? line : line + CLOSE)) {
      boolean same =
          each.event() != null
              && each.event().is(other)
              && each.event().number("req", -2) == request;
      if (same && (way < 0 || found < 0)) {
        found = each.line();
      }
    }
    return found;
  }

  /** Evidence of the same thing in another file; a reply stands beside a reply. */
  private List<Location> counterparts(List<Evidence> all, Input input, long line) {
    boolean reply = isReply(at(all, input, line));
    List<Location> same = new ArrayList<>();
    List<Location> others = new ArrayList<>();
    for (Evidence evidence : all) {
      Location place = location(evidence);
      boolean elsewhere = !evidence.file().equals(input.name()) && evidence.neighbour() == null;
      if (elsewhere && place != null) {
        (isReply(evidence) == reply ? same : others).add(place);
      }
    }
    return same.isEmpty() ? others : same;
  }

  private static @Nullable Evidence at(List<Evidence> all, Input input, long line) {
    for (Evidence evidence : all) {
      if (evidence.file().equals(input.name()) && evidence.line() == line + 1) {
        return evidence;
      }
    }
    return null;
  }

  private static boolean isReply(@Nullable Evidence evidence) {
    return evidence != null
        && (evidence.text().contains(" reply") || evidence.text().startsWith("vhost_user_read"));
  }

  /** The place of evidence that has a line, or null. */
  private @Nullable Location location(Evidence evidence) {
    String uri = run == null ? null : run.documents().get(evidence.file());
    return uri == null || evidence.line() < 1
        ? null
        : new Location(uri, Ranges.line(evidence.line() - 1));
  }

  private Location here(long line) {
    return new Location(document.uri(), Ranges.line(line));
  }

  /**
   * All places of the word at a position: a pointer, a name; or of the descriptor it stands for.
   */
  Set<Location> references(Position position, CancelChecker cancelled) throws IOException {
    Set<Location> out = new LinkedHashSet<>();
    long line = position.getLine();
    String text = document.file().line(line);
    for (Ref ref : document.refs(run, line)) {
      if (ref instanceof Ref.DescriptorRef) {
        evidence(ref).forEach(each -> add(out, location(each)));
      }
    }
    WordFinder.FoundWord word =
        WordFinder.at(text, LineUnits.of(unit, text).column(position.getCharacter()));
    LandmarkRow row = document.file().row(line);
    int queue = queue(row, word);
    if (queue >= 0) {
      for (Landmark mark : document.file().landmarks().all()) {
        if (mark.queue() == queue) {
          out.add(here(mark.line()));
        }
      }
      queueOperations(queue, out);
    } else if (word != null && !word.isNumber() && out.isEmpty()) {
      places(document.file(), word.text(), cancelled).forEach(out::add);
    }
    return out;
  }

  private List<Evidence> evidence(Ref ref) {
    return run == null ? List.of() : RunStateAt.evidence(run, ref);
  }

  private static void add(Set<Location> to, @Nullable Location place) {
    if (place != null) {
      to.add(place);
    }
  }

  /** The queue that a number in an event's arguments is, or -1. */
  private static int queue(@Nullable LandmarkRow row, WordFinder.@Nullable FoundWord word) {
    if (row == null || row.event() == null || word == null || !word.isNumber()) {
      return -1;
    }
    long index = row.event().arguments().number("idx", -1);
    return Long.toString(index).equals(word.text()) ? (int) index : -1;
  }

  /** Messages for a queue, which a log shows without its number. */
  private void queueOperations(int queue, Set<Location> out) {
    Input input = document.input(run);
    if (run == null || input == null || input.role() != InputRole.TRACE) {
      return;
    }
    run.windows().values().stream()
        .filter(window -> window.participant().equals(input.participant()))
        .flatMap(window -> window.operations().stream())
        .filter(operation -> operation.queue() == queue)
        .flatMap(operation -> operation.evidence().stream())
        .filter(evidence -> evidence.file().equals(input.name()))
        .forEach(evidence -> add(out, location(evidence)));
  }

  private List<Location> places(TextFile file, String word, CancelChecker cancelled)
      throws IOException {
    List<Location> out = new ArrayList<>();
    for (TextSearch.SearchHit hit : TextSearch.word(file, word, MOST, cancelled::checkCanceled)) {
      int column = hit.offset();
      if (!hit.plain() && unit != CharacterUnit.UTF_8) {
        String text = file.line(hit.line());
        int own = LineUnits.of(CharacterUnit.UTF_8, text).column(column);
        column = LineUnits.of(unit, text).sent(own);
      }
      int end = column + LineUnits.of(unit, word).sent(word.length());
      out.add(new Location(document.uri(), Ranges.of(hit.line(), column, end)));
    }
    return out;
  }

  /** Lines of this text that report the same thing as a line. */
  List<DocumentHighlight> related(long line) throws IOException {
    Set<Long> lines = new LinkedHashSet<>();
    lines.add(line);
    Landmark partner = document.file().landmarks().partner(line);
    if (partner != null) {
      lines.add(partner.line());
    }
    lines.add(counterpart(line, Event.MESSAGE_RECEIVED, Event.MESSAGE_SENT, -1));
    lines.add(counterpart(line, Event.MESSAGE_SENT, Event.MESSAGE_RECEIVED, 1));
    lines.remove(-1L);
    Input input = document.input(run);
    for (Ref ref : document.refs(run, line)) {
      for (Evidence evidence : evidence(ref)) {
        boolean here =
            input != null && evidence.file().equals(input.name()) && evidence.neighbour() == null;
        if (here && evidence.line() > 0) {
          lines.add(evidence.line() - 1);
        }
      }
    }
    List<DocumentHighlight> out = new ArrayList<>();
    if (lines.size() > 1) {
      for (long each : lines) {
        out.add(new DocumentHighlight(Ranges.line(each), DocumentHighlightKind.Read));
      }
    }
    return out;
  }
}
