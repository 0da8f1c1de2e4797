#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a script would do with the messages in strace's text: bytes of each call, request, flags and size.

usage: strace.py FILE
"""
import collections
import re
import struct
import sys

CALL = re.compile(r'(\d+) ([\d.]+) (sendmsg|recvmsg)\((\d+).*?iov_base="((?:\\x[0-9a-f]{2})*)"')
counts = collections.Counter()
with open(sys.argv[1]) as file:
    for line in file:
        found = CALL.match(line)
        if found:
            pid, time, call, fd, octets = found.groups()
            data = bytes.fromhex(octets.replace("\\x", ""))
            request, flags, size = struct.unpack_from("<III", data)
            counts[call, request] += 1
for (call, request), count in sorted(counts.items()):
    print(call, request, count)
