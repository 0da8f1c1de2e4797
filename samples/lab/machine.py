# SPDX-License-Identifier: Apache-2.0
"""What samples/lab/harm does its experiments on: QEMUs with a vhost-user disk, and a vtrace that has a
terminal of its own."""
import fcntl
import json
import os
import pty
import select
import signal
import socket
import subprocess
import termios
import threading
import time

MEMORY = 32
# Where the guest of ./boot-sector counts the reads of its disk.
COUNTER = "0x500"
MARK = "VTRACE_LAB_CASE"


class Failure(Exception):
    """The experiment itself did not come about; says nothing of vtrace."""


def until(what, condition, seconds=30.0):
    """Waits for a condition, and gives what it gave."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"waited in vain: {what}")
        time.sleep(0.05)


class Monitor:
    """One QMP connection."""

    def __init__(self, path):
        def connect():
            end = socket.socket(socket.AF_UNIX)
            try:
                end.connect(path)
                return end
            except OSError:
                end.close()
                return None

        self.socket = until(f"monitor {path}", connect)
        self.socket.settimeout(20)
        self.lines = self.socket.makefile("r")
        self.lines.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        """What a command returns."""
        text = json.dumps({"execute": command, "arguments": arguments})
        try:
            self.socket.sendall(text.encode() + b"\n")
            while True:
                line = self.lines.readline()
                if not line:
                    raise Failure(f"QEMU is gone at {command}")
                answer = json.loads(line)
                if "return" in answer:
                    return answer["return"]
                if "error" in answer:
                    raise Failure(f"{command}: {answer['error']['desc']}")
        except OSError as e:
            raise Failure(f"{command}: {e}") from e


class Machine:
    """A QEMU with its back-end, in a folder."""

    def __init__(self, folder, name, programs, incoming=False):
        self.folder, self.name, self.incoming = folder, name, incoming
        self.environment = dict(os.environ, PATH=f"{programs}:{os.environ['PATH']}")
        self.backend_socket = f"{folder}/{name}.sock"
        self.processes = []
        self.qemu = None
        self.monitor = None

    def spawn(self, *command):
        with open(f"{self.folder}/{self.name}.stderr", "ab") as errors:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=errors, stderr=errors, start_new_session=True)
        self.processes.append(process)
        return process

    def start_backend(self):
        path = self.backend_socket
        self.spawn(
            "qemu-storage-daemon",
            "--blockdev", "driver=file,node-name=file,filename=disk.img,locking=off",
            "--blockdev", "driver=raw,node-name=disk,file=file",
            "--export", "type=vhost-user-blk,id=disk,node-name=disk,writable=on,num-queues=2,"
            f"addr.type=unix,addr.path={path}")
        until("the back-end listens", lambda: os.path.exists(path))

    def start(self, disk):
        """Starts QEMU with the disk at this socket, and waits until the guest reads it."""
        name = self.name
        command = [
            "qemu-system-x86_64", "-nodefaults", "-display", "none", "-accel", "tcg",
            "-M", "pc,memory-backend=mem", "-m", f"{MEMORY}M",
            "-object", f"memory-backend-memfd,id=mem,size={MEMORY}M,share=on",
            "-chardev", f"socket,id=c0,path={disk}",
            "-device", "vhost-user-blk-pci,id=disk,chardev=c0,num-queues=2,bootindex=1",
            "-msg", "timestamp=on", "-D", f"{name}.log",
            "-qmp", f"unix:{name}.own,server=on,wait=off", "-qmp", f"unix:{name}.qmp,server=on,wait=off"]
        if self.incoming:
            command += ["-incoming", "defer"]
        self.qemu = self.spawn(*command)
        self.monitor = Monitor(f"{self.folder}/{name}.own")
        if not self.incoming:
            until(f"the guest of {name} reads its disk", lambda: self.reads() > 0)

    def reads(self):
        """How often the guest has read its disk; -1 without a QEMU."""
        try:
            said = self.monitor.ask("human-monitor-command", **{"command-line": f"xp /1wx {COUNTER}"})
            return int(said.split(":")[1], 16)
        except (Failure, ValueError, IndexError):
            return -1

    def lives(self, seconds=6.0):
        """Whether the guest goes on reading its disk."""
        before = self.reads()
        try:
            until("reads", lambda: self.reads() > before >= 0, seconds)
            return True
        except Failure:
            return False

    def events_on(self):
        """How many trace events are switched on; -1 where nobody answers."""
        try:
            states = self.monitor.ask("trace-event-get-state", name="*")
            return sum(1 for state in states if state["state"] == "enabled")
        except Failure:
            return -1

    def traced(self):
        """Whether strace holds the process."""
        try:
            with open(f"/proc/{self.qemu.pid}/status") as status:
                return any(line.startswith("TracerPid:") and line.split()[1] != "0" for line in status)
        except OSError:
            return False

    def status(self):
        return self.monitor.ask("query-migrate").get("status", "none")

    def quit(self):
        """Ends QEMU in order; the back-end stays."""
        if self.qemu and self.qemu.poll() is None:
            try:
                self.monitor.ask("quit")
                self.qemu.wait(5)
            except (Failure, subprocess.TimeoutExpired):
                pass

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


class Terminal:
    """A command with a terminal of its own, from which Ctrl-C comes and which can be closed."""

    def __init__(self, command, folder, environment):
        self.master, slave = pty.openpty()
        self.said = bytearray()

        def control():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave,
            preexec_fn=control)
        os.close(slave)
        self.reading = True
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        # A read that waits would keep the terminal open when it is closed.
        while self.reading:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.said += os.read(self.master, 65536)
                except OSError:
                    return

    def text(self):
        return self.said.decode(errors="replace")

    def says(self, words, seconds=60.0):
        until(f"it says '{words}': {self.text()[-300:]}", lambda: words in self.text(), seconds)

    def ctrl_c(self):
        if self.reading:
            os.write(self.master, b"\x03")

    def close(self):
        """Its processes get SIGHUP."""
        if self.reading:
            self.reading = False
            self.reader.join()
            os.close(self.master)

    def signal(self, number):
        self.process.send_signal(number)

    def ended(self, seconds=0.0):
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False


def marked(mark):
    """Processes that still have this mark of an experiment in their environment."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environ:
                if f"{MARK}={mark}".encode() in environ.read().split(b"\0"):
                    found.append(int(pid))
        except OSError:
            continue
    return found
