"""A mail server that takes everything, says so, and forgets it: `python -m bench.sink`, which prints its port.

It is the same for both sides, and as quick as a plain socket allows. ``XCOUNT`` answers how many mails it took.
"""

import socketserver
import threading

_taken, _lock = [0], threading.Lock()


class Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() != b".\r\n":
                    pass
                with _lock:
                    _taken[0] += 1
                self.wfile.write(b"250 taken\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            elif word == b"XCOU":
                self.wfile.write(b"250 %d\r\n" % _taken[0])
            else:
                self.wfile.write(b"250 sink\r\n")


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


if __name__ == "__main__":
    with Sink(("127.0.0.1", 0), Session) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()
