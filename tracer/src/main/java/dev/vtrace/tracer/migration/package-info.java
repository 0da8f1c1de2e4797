// SPDX-License-Identifier: Apache-2.0
/** A whole migration, from one description: both QEMUs, the proxies, the migration itself. */
package dev.vtrace.tracer.migration;
