// SPDX-License-Identifier: Apache-2.0
/** What a descriptor is, by what the kernel says about it. */
package dev.vtrace.tracer.identity;
