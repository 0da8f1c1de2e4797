/** What lines of QEMU and of back-ends say: a table of messages over versions, as resources. */
package dev.vtrace.decoder.messages;
