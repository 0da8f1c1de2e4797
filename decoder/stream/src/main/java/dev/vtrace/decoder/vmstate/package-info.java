// SPDX-License-Identifier: Apache-2.0
/** Device state as the description in a stream tells it, read field by field. */
package dev.vtrace.decoder.vmstate;
