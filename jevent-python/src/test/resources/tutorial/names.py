# A name server and the look-up that it answers, in one hub: the look-up must let the server run. Its argument is its port.
from __future__ import print_function
from gevent import monkey; monkey.patch_all()
import gevent, socket, struct, sys
from gevent.server import DatagramServer

class Names(DatagramServer):
    def handle(self, data, address):
        for _ in range(5):
            gevent.sleep(0)
        end = data.index(b'\0', 12) + 5
        kind, = struct.unpack('>H', data[end - 4:end - 2])
        answer = b'\xc0\x0c' + struct.pack('>HHIH', 1, 1, 60, 4) + b'\x0a\x01\x02\x03' if kind == 1 else b''
        self.sendto(data[:2] + struct.pack('>HHHHH', 0x8180, 1, 1 if answer else 0, 0, 0) + data[12:end] + answer, address)

Names(('127.0.0.1', int(sys.argv[1]))).start()
print(socket.gethostbyname('name.of.the.program.example'))
