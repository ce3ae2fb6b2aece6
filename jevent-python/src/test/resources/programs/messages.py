# ZeroMQ by zmq.green.
#: polling
import gevent, zmq.green as zmq
ctx = zmq.Context(); push = ctx.socket(zmq.PUSH); push.bind('inproc://p'); pull = ctx.socket(zmq.PULL); pull.connect('inproc://p')
print(pull.poll(1), pull.getsockopt(zmq.TYPE) == zmq.PULL)
push.send(b'one'); print(pull.poll() == zmq.POLLIN, pull.recv().decode())
poller = zmq.Poller(); poller.register(pull, zmq.POLLIN); print(poller.poll(1))
gevent.spawn(push.send, b'two'); print(dict(poller.poll()) == {pull: zmq.POLLIN}, pull.recv().decode()); poller.unregister(pull)
push.close(); pull.close(); ctx.term()
#: not blocking
import zmq.green as zmq
ctx = zmq.Context(); pull = ctx.socket(zmq.PULL); pull.bind('inproc://n')
try: pull.recv(zmq.NOBLOCK)
except zmq.Again as e: print(e.errno == zmq.EAGAIN)
push = ctx.socket(zmq.PUSH)
try: push.send(b'x', zmq.NOBLOCK)
except zmq.Again as e: print('nobody is there')
pull.close(); push.close(); ctx.term()
#: identities and options
import zmq.green as zmq
ctx = zmq.Context(); router = ctx.socket(zmq.ROUTER); router.bind('inproc://r'); dealer = ctx.socket(zmq.DEALER)
dealer.setsockopt(zmq.IDENTITY, b'me'); dealer.linger = 0; print(dealer.linger, dealer.getsockopt(zmq.IDENTITY).decode()); dealer.connect('inproc://r')
dealer.send(b'hi'); print(' '.join([p.decode() for p in router.recv_multipart()])); router.send_multipart([b'me', b'yo']); print(dealer.recv().decode())
dealer.close(); router.close(); ctx.term()
#: kinds of content
import zmq.green as zmq
ctx = zmq.Context(); a = ctx.socket(zmq.PAIR); a.bind('inproc://k'); b = ctx.socket(zmq.PAIR); b.connect('inproc://k')
a.send_string(u'text'); print(b.recv_string() == u'text'); a.send_json([1, {'k': None}]); print(b.recv_json()[0], b.closed); a.send_pyobj((1, 2)); print(b.recv_pyobj())
a.send(b'1', zmq.SNDMORE); a.send(b'2'); print(b.recv().decode(), b.getsockopt(zmq.RCVMORE) == 1, b.recv().decode())
a.close(); b.close(); print(a.closed); ctx.term()
