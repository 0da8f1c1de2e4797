// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

/** Lines as the client counts them, from 1 or from 0; columns are counted in the same way. */
record LineNumbering(boolean lineFromOne, boolean columnFromOne) {
  int in(int line) {
    return lineFromOne ? line : line == Integer.MAX_VALUE ? line : line + 1;
  }

  int out(int line) {
    return lineFromOne || line == 0 ? line : line - 1;
  }

  int firstColumn() {
    return columnFromOne ? 1 : 0;
  }
}
