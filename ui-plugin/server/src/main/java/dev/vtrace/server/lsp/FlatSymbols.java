// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.SymbolInformation;
import org.jspecify.annotations.Nullable;

/** An outline as a list, for clients that know no trees. */
@SuppressWarnings("deprecation")
final class FlatSymbols {
  private final String uri;
  private final List<SymbolInformation> out = new ArrayList<>();

  private FlatSymbols(String uri) {
    this.uri = uri;
  }

  static List<SymbolInformation> of(String uri, List<DocumentSymbol> roots) {
    FlatSymbols flat = new FlatSymbols(uri);
    roots.forEach(each -> flat.add(each, null));
    return flat.out;
  }

  private void add(DocumentSymbol symbol, @Nullable String container) {
    Location place = new Location(uri, symbol.getRange());
    out.add(new SymbolInformation(symbol.getName(), symbol.getKind(), place, container));
    symbol.getChildren().forEach(each -> add(each, symbol.getName()));
  }
}
