// SPDX-License-Identifier: Apache-2.0
/**
 * What each process reports of its migrations, and which reports belong to one attempt.
 *
 * <pre>{@code
 * src  07:59:52.100 migrate_set_state new_state setup
 * src  07:59:57.250 migrate_set_state new_state device
 * dst  07:59:52.090 migrate_set_state new_state active
 * }</pre>
 *
 * is one attempt of src and dst, paired by the moment at which pages began to flow.
 */
package dev.vtrace.decoder.analysis.attempt;
