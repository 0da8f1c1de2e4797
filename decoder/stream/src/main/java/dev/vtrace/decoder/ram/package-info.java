// SPDX-License-Identifier: Apache-2.0
/** Guest memory as a migration carries it: encodings of pages, and images of whole blocks. */
package dev.vtrace.decoder.ram;
