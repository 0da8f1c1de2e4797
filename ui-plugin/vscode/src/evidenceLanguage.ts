// SPDX-License-Identifier: Apache-2.0
// The server knows files. Here its answers become those about the documents that show them, and the other way round.
import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { EVIDENCE, evidenceOf, fileOf, type EvidenceFiles } from "./evidence";

/** How URIs go to the server and come back. */
export const uriConverters = {
  code2Protocol: (uri: vscode.Uri) => fileOf(uri).toString(),
  protocol2Code: (uri: string) => vscode.Uri.parse(uri),
};

type Place = vscode.Location | vscode.LocationLink;
type Show = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;

export class EvidenceLanguage implements vscode.Disposable {
  /** How many documents show a file. */
  private readonly open = new Map<string, number>();
  private readonly diagnostics = new Map<string, { uri: vscode.Uri; all: vscode.Diagnostic[]; show: Show }>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly files: EvidenceFiles) {
    const placeAgain = ({ uri }: vscode.TextDocument) => this.place(fileOf(uri));
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument(placeAgain),
      vscode.workspace.onDidCloseTextDocument(placeAgain),
    ];
  }

  readonly middleware: Middleware = {
    didOpen: async (document, next) => {
      const count = this.count(document, 1);
      await (count === 1 && next(document));
    },
    didClose: async (document, next) => {
      const count = this.count(document, -1);
      await (count === 0 && next(document));
    },
    // What is not typed the server reads by itself.
    didChange: async (event, next) => {
      await (event.document.uri.scheme !== EVIDENCE && next(event));
    },
    handleDiagnostics: (uri, all, show) => {
      this.diagnostics.set(uri.toString(), { uri, all, show });
      this.place(uri);
    },
    provideHover: async (document, position, token, next) => {
      const hover = await next(document, position, token);
      return hover && document.uri.scheme === EVIDENCE
        ? { ...hover, contents: linked(hover.contents) }
        : hover;
    },
    provideDefinition: async (document, position, token, next) =>
      this.placesFor(document, await next(document, position, token)) as vscode.Definition,
    provideReferences: async (document, position, context, token, next) =>
      this.placesFor(document, await next(document, position, context, token)) as vscode.Location[],
    provideDocumentLinks: async (document, token, next) => {
      const links = await next(document, token);
      for (const link of document.uri.scheme === EVIDENCE ? (links ?? []) : []) {
        if (link.target && this.files.has(link.target.with({ fragment: "" }))) {
          link.target = evidenceOf(link.target);
        }
      }
      return links;
    },
    provideWorkspaceSymbols: async (query, token, next) => {
      const symbols = await next(query, token);
      symbols?.forEach((symbol) => (symbol.location = this.placeOf(symbol.location) as vscode.Location));
      return symbols;
    },
  };

  private count({ uri }: vscode.TextDocument, by: 1 | -1): number {
    const file = fileOf(uri).toString();
    const count = (this.open.get(file) ?? 0) + by;
    this.open.set(file, count);
    return count;
  }

  /** Problems lead to evidence that cannot be changed; only where the file itself is looked at they stand there. */
  private place(uri: vscode.Uri): void {
    const known = this.diagnostics.get(uri.toString());
    if (!known) {
      return;
    }
    const { all, show } = known;
    const shown = evidenceOf(uri);
    if (shown === uri) {
      show(uri, all);
      return;
    }
    const open = vscode.workspace.textDocuments.map((document) => document.uri.toString());
    const asFile = open.includes(uri.toString());
    show(uri, asFile ? all : []);
    const moved = asFile && !open.includes(shown.toString()) ? [] : all.map((each) => this.inEvidence(each));
    show(shown, moved);
  }

  /** What a diagnostic refers to as evidence, too. */
  private inEvidence(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
    const { range, message, severity, relatedInformation: related } = diagnostic;
    const out = Object.assign(new vscode.Diagnostic(range, message, severity), diagnostic);
    if (related) {
      out.relatedInformation = related.map(
        (each) =>
          new vscode.DiagnosticRelatedInformation(
            this.placeOf(each.location) as vscode.Location,
            each.message,
          ),
      );
    }
    return out;
  }

  /** Who looks at evidence stays in it. */
  private placesFor(document: vscode.TextDocument, found: Place | Place[] | null | undefined) {
    if (!found || document.uri.scheme !== EVIDENCE) {
      return found;
    }
    return Array.isArray(found) ? found.map((place) => this.placeOf(place)) : this.placeOf(found);
  }

  private placeOf(place: Place): Place {
    if ("targetUri" in place) {
      return this.files.has(place.targetUri) ? { ...place, targetUri: evidenceOf(place.targetUri) } : place;
    }
    return this.files.has(place.uri) ? new vscode.Location(evidenceOf(place.uri), place.range) : place;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** The links of a hover, as such to evidence. */
function linked(contents: vscode.Hover["contents"]): vscode.Hover["contents"] {
  return contents.map((each) => {
    if (!(each instanceof vscode.MarkdownString)) {
      return each;
    }
    const out = new vscode.MarkdownString(each.value.replaceAll("](file:///", `](${EVIDENCE}:///`));
    out.isTrusted = each.isTrusted ?? false;
    out.supportHtml = each.supportHtml ?? false;
    return out;
  });
}
