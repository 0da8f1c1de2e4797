// SPDX-License-Identifier: Apache-2.0
/**
 * Tables of rules by family. A rule is a row, a page in the resources, and three examples in a
 * test.
 */
package dev.vtrace.decoder.rules.family;
