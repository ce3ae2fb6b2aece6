// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.dns.DnsResolver;
import io.jevent.dns.NameResolver;
import io.jevent.dns.ThreadResolver;
import io.jevent.http.Compression;
import io.jevent.http.EventStream;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.SameOrigin;
import io.jevent.http.Sessions;
import io.jevent.http.StaticFiles;
import io.jevent.hub.Hub;
import io.jevent.hub.WaitList;
import io.jevent.hub.YieldBudget;
import io.jevent.lock.Condition;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import io.jevent.queue.BaseQueue;
import io.jevent.queue.SimpleQueue;
import io.jevent.sim.Sim;
import io.jevent.socket.Descriptors;
import io.jevent.socket.StreamSocket;
import io.jevent.socket.UdpSocket;
import io.jevent.subprocess.Popen;
import io.jevent.websocket.WebSocket;
import io.jevent.wsgi.WebSocketHandler;
import io.jevent.wsgi.WsgiHandler;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqSocket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Public methods that come to the switch point but are no blocking calls of their own, each group with its reason. */
final class NotContracted {

    private static final Set<String> METHODS = new HashSet<>();

    static {
        // the thread itself begins or ends its hub: nobody is there to cut it short
        excuse(Jevent.class, "run(Callable)", "run(Runnable)");
        excuse(Hub.class, "close()", "close(Duration)");
        METHODS.add("io.jevent.cli.Main.main(String[])");
        NotContractedWeb.methods().forEach(METHODS::add);

        // what all the others are made of
        excuse(WaitList.class, "await(Waiter, Object, long)", "letLinksRun()");
        // yields, as Jevent.sleep() does, inside of the calls of sockets, which have rows
        excuse(YieldBudget.class, "spend(Hub)");

        // a wait with the limit zero, which never switches
        excuse(Semaphore.class, "tryAcquire()");
        excuse(RLock.class, "tryLock()");
        excuse(BaseQueue.class, "tryGet()", "tryPut(Object)");
        excuse(SimpleQueue.class, "tryPeek()");
        excuse(Pool.class, "trySpawn(Callable)", "trySpawn(Runnable)");

        // the system takes a datagram or drops it, and a sender only yields now and then: UdpSocketTest kills it
        // there
        excuse(UdpSocket.class, "send(byte[])", "send(byte[], SocketAddress)", "send(ByteBuffer, SocketAddress)");

        // waits for bytes that it has sent itself, so no peer can delay it; its state after a cancellation:
        // StreamFaultsTest
        excuse(StreamSocket.class, "pair()");
        // read nothing; their iterators wait as ThreadedInputStream.readLine does: TextModeTest cuts them short
        excuse(Popen.class, "stdoutLines()", "stderrLines()");
        // a descriptor that is not jevent's: the tests of jevent-monkey wait for those of the JDK
        excuse(Descriptors.class, "awaitReadable(int)", "awaitReadable(int, Duration)");
        excuse(Descriptors.class, "awaitWritable(int)", "awaitWritable(int, Duration)");
        // answered by a name server, cut short in DnsFaultsTest of jevent-net; otherwise Dns.addresses and Dns.hostName
        excuse(NameResolver.class, "addresses(String)", "hostName(InetAddress)");
        excuse(DnsResolver.class, "addresses(String)", "hostName(InetAddress)");
        excuse(DnsResolver.class, "mailServers(String)", "texts(String)", "services(String)");
        excuse(ThreadResolver.class, "addresses(String)", "hostName(InetAddress)");
        // waits as Response.write does, but a response is sent once; or sends a few bytes, for which no client alone
        // can
        // make the sender wait
        excuse(Response.class, "send(String)", "send(byte[])", "end()", "redirect(String)", "sendFile(Path)");
        excuse(Response.class, "events()", "upgrade(String)");
        excuse(EventStream.class, "ping()", "retryAfter(Duration)");

        // waits on an event, in a simulation only: SimulationTest of jevent-sim cuts it short
        excuse(Sim.class, "eventually(String, Duration, BooleanSupplier)");

        // what they do is what the handlers do that they call
        excuse(Routes.class, "handle(Request, Response)");
        excuse(StaticFiles.class, "handle(Request, Response)");
        excuse(WsgiHandler.class, "handle(Request, Response)");
        excuse(SameOrigin.class, "handle(Request, Response, Handler)");
        excuse(Compression.class, "handle(Request, Response, Handler)");
        excuse(Sessions.class, "handle(Request, Response, Handler)");

        // shields itself from every signal, and so keeps to none of the contract
        excuse(Condition.class, "awaitUninterruptibly()");

        // takes a time of the system's clock, which no test can move; otherwise Condition.await(Duration)
        excuse(Condition.class, "awaitUntil(Date)");

        // wait for threads: ThreadPool.apply, for a name to be looked up, and Event.await, for JeroMQ's to end
        excuse(ZmqSocket.class, "bind(String)", "connect(String)");
        excuse(ZmqContext.class, "close()");

        // several waits in a row, each of which is contracted; a close that is cut short is the end of the connection,
        // so
        // nobody can wait for it twice: WebSocketLifeTest and ClientTest of jevent-http
        excuse(WebSocket.class, "accept(Request, Response)", "accept(Request, Response, WebSocketOptions)");
        excuse(WebSocket.class, "connect(String)", "connect(String, WebSocketOptions)");
        excuse(WebSocket.class, "close()", "close(int, String)");
        excuse(WebSocketHandler.class, "handle(Request, Response)");
    }

    private NotContracted() {}

    private static void excuse(Class<?> type, String... methods) {
        Arrays.stream(methods).map(m -> BlockingCall.signature(type, m)).forEach(METHODS::add);
    }

    static Set<String> methods() {
        return Set.copyOf(METHODS);
    }
}
