# SPDX-License-Identifier: Apache-2.0
"""Connections between processes of their own, each of which one side ends in one way.

usage: closers.py FRONT BACK TIMES WAY...

FRONT is the proxy's socket, BACK where this listens for it. A way is a side and what it does:
front-kill, front-term, front-close, front-reset and the same for back. Prints for each connection
the id of the process that ended it.
"""
import os
import select
import signal
import socket
import struct
import sys

FRONT, BACK, TIMES = sys.argv[1], sys.argv[2], int(sys.argv[3])
ASK = struct.pack("<III", 1, 1, 0)
ANSWER = struct.pack("<IIIQ", 1, 5, 8, 0)


def whole(connection, size):
    got = b""
    while len(got) < size:
        more = connection.recv(size - len(got))
        if not more:
            sys.exit("the connection ended too early")
        got += more


def side(front, listening, ends, ready, go):
    if front:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(FRONT)
        connection.sendall(ASK)
        whole(connection, len(ANSWER))
    else:
        connection = listening.accept()[0]
        whole(connection, len(ASK))
        connection.sendall(ANSWER)
    os.write(ready, b"r")
    how = os.read(go, 1)
    if how == b"s":
        # The other side leaves this unread.
        connection.sendall(ASK if front else ANSWER)
        os.write(ready, b"r")
    if how == b"u":
        select.select([connection], [], [])
        os.write(ready, b"r")
    if not ends:
        try:
            while connection.recv(4096):
                pass
        except OSError:
            pass
        connection.close()
        os._exit(0)
    if os.read(go, 1) == b"c":
        connection.close()
    # Else a signal comes.
    signal.pause()


def once(listening, way):
    who, how = way.split("-")
    pids, ready, go = {}, {}, {}
    for name in ("back", "front"):
        mine, theirs = os.pipe()
        told, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            side(name == "front", listening, name == who, theirs, told)
            os._exit(0)
        os.close(theirs)
        os.close(told)
        pids[name], ready[name], go[name] = pid, mine, tell
    other = "back" if who == "front" else "front"
    for name in pids:
        os.read(ready[name], 1)
    reset = how == "reset"
    os.write(go[other], b"s" if reset else b"n")
    os.write(go[who], b"u" if reset else b"n")
    if reset:
        os.read(ready[other], 1)
        os.read(ready[who], 1)
    if how == "kill":
        os.kill(pids[who], signal.SIGKILL)
    elif how == "term":
        os.kill(pids[who], signal.SIGTERM)
    else:
        os.write(go[who], b"c")
    os.waitpid(pids[other], 0)
    if how in ("close", "reset"):
        os.kill(pids[who], signal.SIGKILL)
    os.waitpid(pids[who], 0)
    for end in list(ready.values()) + list(go.values()):
        os.close(end)
    print(pids[who], flush=True)


with socket.socket(socket.AF_UNIX) as listening:
    listening.bind(BACK)
    listening.listen()
    print("listening", flush=True)
    for way in sys.argv[4:]:
        for _ in range(TIMES):
            once(listening, way)
