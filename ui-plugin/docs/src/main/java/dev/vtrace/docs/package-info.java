// SPDX-License-Identifier: Apache-2.0

/**
 * Makes the site of the documentation: pages of Markdown, the help of each command, each finding.
 */
@NullMarked
package dev.vtrace.docs;

import org.jspecify.annotations.NullMarked;
