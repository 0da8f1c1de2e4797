# SPDX-License-Identifier: Apache-2.0
#
# A collector over gRPC that writes down what it gets: collector FOLDER FAILURES STATUS DELAY ANSWER
# The first FAILURES calls end with STATUS, after which it wants to be left alone for DELAY seconds
# (-1: it does not say). ANSWER is what it says of the others, in hexadecimal.
import sys
from concurrent import futures

import grpc

folder, failures, status, delay, answer = sys.argv[1:]
calls = []


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def part(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def details():
    pause = varint(1 << 3) + varint(int(delay))
    info = part(1, b"type.googleapis.com/google.rpc.RetryInfo") + part(2, part(1, pause))
    return part(3, part(1, b"type.googleapis.com/google.rpc.Help")) + part(3, info)


class Collector(grpc.GenericRpcHandler):
    def service(self, call):
        def take(request, context):
            calls.append(call.method)
            metadata = dict(context.invocation_metadata())
            with open("%s/%d" % (folder, len(calls)), "wb") as file:
                file.write(request)
            with open("%s/calls" % folder, "a") as file:
                file.write("%s %s\n" % (call.method, metadata.get("authorization", "-")))
            if len(calls) <= int(failures):
                if int(delay) >= 0:
                    context.set_trailing_metadata((("grpc-status-details-bin", details()),))
                context.abort(getattr(grpc.StatusCode, status), "not now: 100% \u00fcber")
            return bytes.fromhex(answer)

        return grpc.unary_unary_rpc_method_handler(take)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
server.add_generic_rpc_handlers((Collector(),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
