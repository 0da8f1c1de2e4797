// SPDX-License-Identifier: Apache-2.0
/** The tables of a fleet made by Apache Spark: the same rows as those of 'vtrace summarize'. */
@NullMarked
package dev.vtrace.spark;

import org.jspecify.annotations.NullMarked;
