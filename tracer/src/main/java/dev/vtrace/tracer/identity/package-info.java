// SPDX-License-Identifier: Apache-2.0
/** What a descriptor is, by what the kernel tells of it. */
package dev.vtrace.tracer.identity;
