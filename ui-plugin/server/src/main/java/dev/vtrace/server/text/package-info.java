// SPDX-License-Identifier: Apache-2.0
/** Text of evidence by lines, of any size, and what a first reading of it tells. */
package dev.vtrace.server.text;
