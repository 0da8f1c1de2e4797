// SPDX-License-Identifier: Apache-2.0
/** What live processes have open, by the kernel's identities. */
package dev.vtrace.tracer.provenance;
