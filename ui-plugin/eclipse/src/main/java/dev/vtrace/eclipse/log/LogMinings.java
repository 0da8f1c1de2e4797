// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import com.google.gson.JsonPrimitive;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.actions.CaptureActions;
import dev.vtrace.eclipse.evidence.DocumentPlaces;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.codemining.AbstractCodeMiningProvider;
import org.eclipse.jface.text.codemining.ICodeMining;
import org.eclipse.jface.text.codemining.ICodeMiningProvider;
import org.eclipse.jface.text.codemining.LineContentCodeMining;
import org.eclipse.jface.text.codemining.LineHeaderCodeMining;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.swt.events.MouseEvent;

/** Lenses of the server above lines, and its hints within them. */
public final class LogMinings extends AbstractCodeMiningProvider {
  /** With minings the widget measures each line that is before those that are seen. */
  private static final int MOST_LINES = 5_000;

  private static final int MOST = 2_000;

  private static final class Lens extends LineHeaderCodeMining {
    Lens(
        int line,
        IDocument document,
        ICodeMiningProvider provider,
        String label,
        Consumer<MouseEvent> work)
        throws BadLocationException {
      super(line, document, provider, work);
      setLabel(label);
    }
  }

  private static final class Hint extends LineContentCodeMining {
    Hint(int offset, ICodeMiningProvider provider, String label) {
      super(new Position(offset, 1), provider);
      setLabel(label);
    }
  }

  @Override
  public CompletableFuture<List<? extends ICodeMining>> provideCodeMinings(
      ITextViewer viewer, IProgressMonitor monitor) {
    IDocument document = viewer.getDocument();
    if (document == null
        || document.getNumberOfLines() > MOST_LINES
        || LogDocuments.uri(document) == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    int lines = document.getNumberOfLines();
    Range range =
        new Range(new org.eclipse.lsp4j.Position(0, 0), new org.eclipse.lsp4j.Position(lines, 0));
    var lenses = LogDocuments.ask(document, (text, id) -> text.codeLens(new CodeLensParams(id)));
    var hints =
        LogDocuments.ask(document, (text, id) -> text.inlayHint(new InlayHintParams(id, range)));
    CompletableFuture<List<? extends ICodeMining>> out =
        lenses.thenCombine(hints, (above, within) -> minings(document, above, within));
    // What the server does not know has no minings, and that is no error.
    return out.exceptionally(problem -> List.of());
  }

  private List<ICodeMining> minings(
      IDocument document, List<? extends CodeLens> lenses, List<InlayHint> hints) {
    List<ICodeMining> out = new ArrayList<>();
    for (CodeLens each : lenses == null ? List.<CodeLens>of() : lenses) {
      try {
        if (each.getCommand() != null && out.size() < MOST) {
          int line = each.getRange().getStart().getLine();
          out.add(
              new Lens(
                  line,
                  document,
                  this,
                  Plain.text(each.getCommand().getTitle()),
                  event -> run(each)));
        }
      } catch (BadLocationException e) {
        // The document changed meanwhile: it is asked anew.
      }
    }
    for (InlayHint each : hints == null ? List.<InlayHint>of() : hints) {
      try {
        if (out.size() < MOST) {
          out.add(new Hint(DocumentPlaces.offset(document, each.getPosition()), this, label(each)));
        }
      } catch (BadLocationException e) {
        // The same.
      }
    }
    return out;
  }

  private static String label(InlayHint hint) {
    StringBuilder out = new StringBuilder();
    if (hint.getLabel().isLeft()) {
      out.append(hint.getLabel().getLeft());
    } else {
      hint.getLabel().getRight().forEach(part -> out.append(part.getValue()));
    }
    return " " + Plain.text(out.toString().strip()) + " ";
  }

  /** The commands of lenses are those of PROTOCOL.md: the timeline, at an item or not. */
  private static void run(CodeLens lens) {
    List<Object> arguments = lens.getCommand().getArguments();
    if (arguments == null || arguments.isEmpty()) {
      return;
    }
    String uri = text(arguments.get(0));
    CaptureEntry capture = VtracePlugin.get().captures().find(uri);
    if (capture == null) {
      return;
    }
    CaptureActions.showTimeline(capture);
    Object last = arguments.get(arguments.size() - 1);
    if (arguments.size() > 1 && last instanceof JsonPrimitive item && item.isNumber()) {
      VtracePlugin.get().captures().select(capture, item.getAsInt(), LogMinings.class);
    }
  }

  private static String text(Object argument) {
    return argument instanceof JsonPrimitive primitive
        ? primitive.getAsString()
        : String.valueOf(argument);
  }
}
