// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import java.util.Map;
import java.util.Optional;

/** The rows that are not compared with gevent, each with the reason. */
final class NotCompared {

    private static final String NO_COUNTERPART = "one of the two has nothing like it";
    private static final String INTERNAL_ORDER =
            "an order within one turn, which no result of a small program shows alone";

    /** Sections as a whole; the classes named test jevent's side against real peers. */
    private static final Map<String, String> SECTIONS = Map.ofEntries(
            Map.entry(
                    "gevent.ssl",
                    "needs certificates; the tests of io.jevent.tls and HttpsTest use other makers' peers"),
            Map.entry("zmq.green", "needs pyzmq; jevent-zmq's tests talk to libzmq through it"),
            Map.entry(
                    "gevent.pywsgi", "a difference of protocols; WebClaimsTest and jevent-http's tests check jevent's"),
            Map.entry("gevent-websocket", "Debian has no package of it; WebSocketPeersTest uses two other libraries"),
            Map.entry(
                    "gevent.monkey",
                    "patches the whole process of either side; jevent-monkey's tests have their own JVMs"),
            Map.entry(
                    "gevent.signal_handler",
                    "signals reach the whole process; SignalsTest and the tests of shutdown send them"),
            Map.entry(
                    "requests, geventhttpclient",
                    "libraries beside gevent with an interface of their own; jevent-http's tests and DifferentialTest check"
                            + " the client"),
            Map.entry("What gevent has not", NO_COUNTERPART));

    private static final Map<String, String> ROWS = Map.ofEntries(
            // gevent
            Map.entry("reinit(), fork()", NO_COUNTERPART),
            Map.entry("asyncio and other loops: no bridge", NO_COUNTERPART),
            // gevent.Greenlet
            Map.entry("throw(exc)", "gevent never resumes a main greenlet that throws into another one"),
            Map.entry(
                    "join(), get() of a greenlet that has ended, while its links are being notified: returns before them",
                    INTERNAL_ORDER + "; OrderTest"),
            Map.entry("args, kwargs", NO_COUNTERPART),
            Map.entry("kill(5): prints, kills nobody", "does not compile"),
            // gevent.Timeout
            Map.entry("f(timeout=t)", NO_COUNTERPART),
            Map.entry("a timeout loses to or wins over an event of the same moment", "has no fixed result in gevent"),
            Map.entry("does not end waits of code that is not gevent's", "would block gevent's process"),
            // gevent.event
            Map.entry(
                    "wait() on an event that is set while its waiters are being woken: comes after them",
                    INTERNAL_ORDER + "; EventTest"),
            // gevent.queue
            Map.entry("Queue(0), Queue(-1): no limit, with a warning", "newer than gevent 22.10"),
            Map.entry("Timeout(s, ref=False)", NO_COUNTERPART),
            Map.entry("a subclass with _create_queue, _put, _get, _peek", "an interface; CustomQueueTest"),
            Map.entry("imap(f, *iterables) with more than two", "covered by the row of two"),
            Map.entry("an attribute of get_hub()", NO_COUNTERPART),
            Map.entry("timer.again(), timer.stop()", "TimerTest"),
            Map.entry("loop.timer(s, ref=False), timer.ref", "shows only at the end of a program; BackgroundTimerTest"),
            Map.entry("shutdown(immediate=True)", "newer than gevent 22.10"),
            Map.entry("ShutDown", "newer than gevent 22.10"),
            // gevent.pool, gevent.threadpool
            Map.entry("apply_cb, map_cb, callback=", NO_COUNTERPART),
            // gevent.lock
            Map.entry("threading.Condition(lock)", "waits on a lock of threads unless the process is patched"),
            // gevent.select
            Map.entry("an object with a fileno()", "an interface"),
            Map.entry("poll(), DefaultSelector()", "covered by the row of poll(milliseconds)"),
            Map.entry("register(fd, mask), modify, unregister", "covered by the row of poll(milliseconds)"),
            Map.entry("POLLIN, POLLOUT, POLLNVAL", "names only"),
            // gevent.socket
            Map.entry("socket.create_connection(address, timeout)", "covered by the row of accept()"),
            Map.entry("socket(AF_INET, SOCK_STREAM), AF_UNIX", "names only"),
            Map.entry("bind, listen", "covered by the row of accept()"),
            Map.entry("send(data), sendall(data)", "covered by the row of recv(n)"),
            Map.entry("sendfile(file)", "StreamSocketTest"),
            Map.entry("close() under a waiter: EBADF", "gevent 22.10 differs by platform; StreamFaultsTest"),
            Map.entry("setsockopt, getsockopt", "options of the operating system"),
            Map.entry("IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP", "needs a network with multicast; UdpSocketTest"),
            Map.entry("socket(AF_UNIX, SOCK_DGRAM)", "gevent spins when the receiver is full; UnixDatagramSocketTest"),
            Map.entry("bind(path) after a crash: EADDRINUSE, so programs unlink first", "StreamListenerTest"),
            Map.entry("gethostbyname(name)", "depends on the machine's names; the tests of io.jevent.dns"),
            Map.entry("gethostbyname_ex(name), getaddrinfo(name, port)", "depends on the machine's names"),
            Map.entry("gethostbyaddr(address), getnameinfo", "depends on the machine's names"),
            Map.entry("gaierror, herror", "depends on the machine's names"),
            Map.entry("hub.resolver, hub.resolver = ...", "a setting"),
            Map.entry("resolver=thread", "a setting"),
            Map.entry("resolver=ares, resolver=dnspython", "a setting"),
            Map.entry("a library that wants a socket", NO_COUNTERPART),
            // gevent.server
            Map.entry(
                    "StreamServer(listener, handle), WSGIServer(listener, app) with a socket",
                    "the difference is the state of a descriptor; ListenSocketTest"),
            Map.entry("DatagramServer(listener, handle)", "DatagramServerTest"),
            Map.entry("a subclass of BaseServer", "an interface"),
            Map.entry("spawn=pool, spawn=n, spawn=callable", "ServerLimitsTest"),
            Map.entry("spawn='raw', spawn=None", "StreamServerTest"),
            Map.entry("max_accept, min_delay, max_delay", "needs a process without free descriptors; OutOfDescriptors"),
            Map.entry("start(), serve_forever()", "ServedForeverTest"),
            Map.entry("stop(timeout)", "StopTest"),
            Map.entry("close()", "covered by the row of address; MessagePipeTest for gipc's"),
            Map.entry("TLS arguments", "needs certificates; TlsServingTest"),
            Map.entry("BackdoorServer(listener, locals)", "another language on each side; BackdoorServerTest"),
            // gevent.fileobject, gevent.os
            Map.entry("FileObject(f), FileObjectThread reading", "covered by the row of readline()"),
            Map.entry("the same, writing", "ThreadedOutputStreamTest"),
            Map.entry("FileObject(path)", "ThreadedFileTest"),
            Map.entry("FileObject(sys.stdin)", "standard input of the test; StandardInputTest"),
            Map.entry("FileObjectClosed", "names only"),
            Map.entry("loop.stat(path, interval)", "polls in real time; FileWatcherTest"),
            Map.entry("tp_read, tp_write", "covered by the row of apply(f)"),
            Map.entry("nb_read, nb_write, make_nonblocking", NO_COUNTERPART),
            // gevent.subprocess, gipc
            Map.entry("Popen(args, ...)", "covered by the rows below it"),
            Map.entry("stdin, stdout, stderr", "covered by the row of communicate"),
            Map.entry("text=True, universal_newlines=True, encoding", "TextModeTest"),
            Map.entry("for line in popen.stdout", "TextModeTest"),
            Map.entry("Popen(b, stdin=a.stdout)", "PipelineTest"),
            Map.entry("start_new_session=True", "DescendantsTest"),
            Map.entry("os.killpg", "DescendantsTest"),
            Map.entry("gipc.start_process(target, args)", "Debian has no package of gipc; ChildProcessTest"),
            Map.entry("gipc.pipe(), its handles", "Debian has no package of gipc; MessagePipeTest"),
            Map.entry("encoder, decoder", "Debian has no package of gipc; MessagePipeTest"),
            Map.entry("put(obj), get(timeout)", "Debian has no package of gipc; MessagePipeTest"),
            Map.entry("GIPCLocked", "Debian has no package of gipc; MessagePipeTest"),
            // gevent.hub, gevent.util, exceptions
            Map.entry("hub.join(timeout)", "covered by the row of wait()"),
            Map.entry("hub.destroy()", "ends the process of either side; HubEndTest"),
            Map.entry("hub.handle_error, hub.exception_stream", "HubErrorsTest"),
            Map.entry("getswitchinterval()", NO_COUNTERPART),
            Map.entry("greenlet.settrace", "the events have other names; TracerTest"),
            Map.entry("print_run_info(), format_run_info()", "texts for people"),
            Map.entry("assert_switches()", "SwitchAssertTest"),
            Map.entry("ConcurrentObjectUseError", "covered by the row of a second reader"),
            Map.entry("InvalidThreadUseError", "needs a second thread on either side"),
            Map.entry("HubDestroyed", "HubEndTest"),
            Map.entry("InvalidSwitchError", NO_COUNTERPART),
            Map.entry("a test's time: none", NO_COUNTERPART));

    private NotCompared() {}

    /** Returns why a row is not compared, if there is a reason. */
    static Optional<String> reason(String section, String key) {
        if (key.equals("–")) {
            return Optional.of(NO_COUNTERPART);
        }
        return Optional.ofNullable(SECTIONS.get(section)).or(() -> Optional.ofNullable(ROWS.get(key)));
    }
}
