# redis-py against a server of Redis, under monkey.patch_all(): many greenlets at a time, calls that block, a channel.
# Its argument is the port of the server, which it starts.
from gevent import monkey; monkey.patch_all()
import subprocess
import sys

import gevent
import redis

server = subprocess.Popen(['redis-server', '--port', sys.argv[1], '--save', '', '--appendonly', 'no'],
                          stdout=subprocess.PIPE)
for line in iter(server.stdout.readline, b''):
    if b'Ready to accept connections' in line:
        break
client = redis.Redis(port=int(sys.argv[1]))
print(client.ping())


def count():
    for _ in range(5):
        client.incr('count')


gevent.joinall([gevent.spawn(count) for _ in range(8)], raise_error=True)
print(client.get('count'))

takers = [gevent.spawn(client.blpop, 'list', 0) for _ in range(2)]
while client.info('clients')['blocked_clients'] < 2:
    gevent.sleep(0)
with client.pipeline() as pipe:
    pipe.rpush('list', 'one')
    pipe.rpush('list', 'two')
    print(pipe.execute())
print(sorted(taker.get()[1] for taker in takers))

channel = client.pubsub(ignore_subscribe_messages=True)
channel.subscribe('channel')
listener = gevent.spawn(lambda: next(channel.listen())['data'])
while not client.publish('channel', 'news'):
    gevent.sleep(0)
print(listener.get())

with gevent.Timeout(0.01, False):
    client.blpop('never', 0)
    print('never')
try:
    client.lpush('count', 'x')
except redis.ResponseError as e:
    print(str(e).split()[0])
server.terminate()
print(server.wait())
