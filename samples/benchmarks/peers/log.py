#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a script would do with a trace log: a regular expression that finds time, event and arguments of each line,
and counts of the vhost events by name.

usage: log.py FILE...
"""
import collections
import re
import sys

LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+)Z (\w+)(?: (.*))?")
counts = collections.Counter()
for path in sys.argv[1:]:
    with open(path) as file:
        for line in file:
            found = LINE.match(line)
            if found:
                time, event, arguments = found.groups()
                if event.startswith("vhost_"):
                    counts[event] += 1
for event, count in counts.most_common():
    print(event, count)
