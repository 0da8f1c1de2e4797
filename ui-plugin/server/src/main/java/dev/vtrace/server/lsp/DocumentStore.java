// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.server.run.FileKinds;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.Stamp;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.text.BufferSource;
import dev.vtrace.server.text.TextFile;
import dev.vtrace.server.text.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Texts that clients look at. They are read from disk, whatever their size; only what was typed
 * into an editor is kept in memory. A text that is opened is scanned in the background.
 */
final class DocumentStore {
  /** Texts that are kept although no editor has them open. */
  private static final int KEPT = 16;

  /** A client is told how far reading is. */
  interface Watcher {
    /** Reading begins; the result takes how many bytes were read. */
    DocumentReading begin(Document document);

    /** One reading. */
    interface DocumentReading {
      void read(long bytes);

      void end();
    }
  }

  private final ExecutorService readers;
  private final Watcher watcher;
  private final Reach reach;
  private final Map<String, CompletableFuture<Document>> documents =
      new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, String> buffers = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Map<Document, AtomicBoolean> scanning = new HashMap<>();

  DocumentStore(ExecutorService readers, Watcher watcher, Reach reach) {
    this.readers = readers;
    this.reach = reach;
    this.watcher = watcher;
  }

  /** An editor shows it. Text that is in no file is that of the editor. */
  synchronized void opened(String uri, String text) {
    open.add(uri);
    if (!uri.startsWith("file:") && !Uris.isVirtual(uri)) {
      buffers.put(uri, text);
    } else {
      reach(uri);
    }
    forget(uri);
    get(uri);
  }

  private void reach(String uri) {
    try {
      reach.file(Uris.path(uri));
    } catch (IOException e) {
      // It cannot be read either, which is said where somebody asks for it.
    }
  }

  /** Somebody typed. From now on the text is that of the editor, until it is saved or closed. */
  synchronized void changed(String uri, List<Edits.Edit> edits, CharacterUnit unit)
      throws IOException {
    String text = buffers.get(uri);
    if (text == null) {
      Path path = reach.read(Uris.path(uri));
      if (Files.size(path) > Edits.LARGEST) {
        return;
      }
      text = Files.readString(path);
    }
    for (Edits.Edit edit : edits) {
      text = Edits.apply(text, edit, unit);
    }
    buffers.put(uri, text);
    forget(uri);
  }

  synchronized void saved(String uri) {
    if (uri.startsWith("file:") && buffers.remove(uri) != null) {
      forget(uri);
    }
  }

  synchronized void closed(String uri) {
    open.remove(uri);
    buffers.remove(uri);
    forget(uri);
  }

  /** Whether its text is that of an editor and not of a file. */
  synchronized boolean edited(String uri) {
    return buffers.containsKey(uri);
  }

  /** A document, as it is now; it may be scanned still. */
  synchronized CompletableFuture<Document> get(String uri) {
    CompletableFuture<Document> known = documents.get(uri);
    if (known != null && known.isDone()) {
      if (known.isCompletedExceptionally()) {
        documents.remove(uri);
        known = null;
      } else {
        known = current(uri, known.join()) ? known : null;
      }
    }
    return known != null ? known : load(uri);
  }

  /** Whether it is as the file is; a file that has grown is read on, one that has gone is kept. */
  private boolean current(String uri, Document document) {
    if (document.path() == null || document.stamp() == null || document.stamp().holds()) {
      return true;
    }
    Stamp now = Stamp.of(List.of(document.path()));
    Stamp.FileStamp look = now.looks().get(0);
    if (look.size() < 0) {
      return true;
    }
    boolean grown =
        document.rendering() == null
            && look.key().equals(document.stamp().looks().get(0).key())
            && look.size() >= document.file().index().bytes()
            && !FileKinds.packedQuietly(document.path());
    if (!grown) {
      forget(uri);
      return false;
    }
    if (look.size() > document.file().index().bytes() && document.file().index().complete()) {
      readers.execute(() -> scan(document));
    }
    return true;
  }

  private void forget(String uri) {
    CompletableFuture<Document> known = documents.remove(uri);
    if (known != null) {
      known.thenAccept(DocumentStore::close);
    }
  }

  private static void close(Document document) {
    try {
      document.file().close();
    } catch (IOException e) {
      // It was only read; there is nothing to lose.
    }
  }

  private CompletableFuture<Document> load(String uri) {
    String text = buffers.get(uri);
    CompletableFuture<Document> out = new CompletableFuture<>();
    documents.put(uri, out);
    readers.execute(
        () -> {
          try {
            Document document = text == null ? read(uri) : buffer(uri, text);
            out.complete(document);
            scan(document);
          } catch (IOException | RuntimeException | Error e) {
            out.completeExceptionally(e);
          }
        });
    Iterator<String> eldest = List.copyOf(documents.keySet()).iterator();
    while (documents.size() > KEPT + open.size() && eldest.hasNext()) {
      String each = eldest.next();
      if (!open.contains(each) && !each.equals(uri)) {
        forget(each);
      }
    }
    return out;
  }

  private Document read(String uri) throws IOException {
    Path path = reach.read(Uris.path(uri));
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    boolean virtual = Uris.isText(uri);
    Stamp stamp = Stamp.of(List.of(path));
    InputKind kind = FileKinds.of(path);
    if (Uris.isMessages(uri)) {
      if (!FileKinds.hasMessages(kind)) {
        throw new IOException(path + ": has no messages, it looks like: " + kind.label());
      }
      Texts.OpenText messages = Texts.messages(path);
      return new Document(uri, path, messages.file(), messages.rendering(), stamp);
    }
    if (!virtual && (FileKinds.packed(path) || !FileKinds.isText(kind))) {
      throw new IOException(
          path + ": is not text but " + kind.label() + "; open " + Uris.textOf(path));
    }
    if (!FileKinds.hasText(kind)) {
      throw new IOException(path + ": has no text, it looks like: " + kind.label());
    }
    Texts.OpenText text = Texts.open(path, kind, !virtual);
    return new Document(uri, path, text.file(), text.rendering(), stamp);
  }

  private static Document buffer(String uri, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    InputKind kind = InputRecognition.of(bytes, Math.min(bytes.length, InputRecognition.HEAD));
    InputKind lines = FileKinds.isText(kind) ? kind : InputKind.TEXT;
    Path path = null;
    try {
      path = uri.startsWith("file:") ? Uris.path(uri) : null;
    } catch (IOException e) {
      // A URI of some other kind: the text is all there is.
    }
    return new Document(
        uri, path, new TextFile(uri, lines, new BufferSource(uri, bytes)), null, null);
  }

  /** Reads a text to its end; only one thread at a time does that. */
  private void scan(Document document) {
    AtomicBoolean busy;
    synchronized (this) {
      busy = scanning.computeIfAbsent(document, d -> new AtomicBoolean());
    }
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    Watcher.DocumentReading reading = watcher.begin(document);
    try {
      document.file().scan(reading::read);
    } catch (IOException | RuntimeException e) {
      // It was closed, or cannot be read further: what was read is what there is.
    } finally {
      reading.end();
      synchronized (this) {
        scanning.remove(document);
      }
    }
  }
}
