// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.internal.netty.Resolver;
import io.jevent.server.BaseServer;
import io.jevent.server.Endpoint;
import io.jevent.server.ListenSpec;
import io.jevent.server.ServerOptions;
import io.jevent.server.StopResult;
import io.jevent.server.StreamHandler;
import io.jevent.server.StreamServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The blocking calls of {@code io.jevent.server}, on the hub of who calls and on hubs of the server's own. */
final class ServerCalls {

    private static final Duration LONG = Duration.ofDays(20_000);
    private static final int ENOUGH_TURNS = 10;
    private static final SocketAddress ANYWHERE = Addresses.parse("127.0.0.1:0");

    private ServerCalls() {}

    private interface ServerCall {
        void on(BaseServer server) throws IOException;
    }

    static List<BlockingCall> all() {
        return Stream.of(
                        new BlockingCall("BaseServer.start", _ -> lookingUp()).covers(BaseServer.class, "start()"),
                        new BlockingCall("BaseServer.start(hubs)", _ -> opening()),
                        new BlockingCall("BaseServer.serveForever", _ -> serving(0))
                                .covers(BaseServer.class, "serveForever()"),
                        new BlockingCall("BaseServer.serveForever(hubs)", _ -> serving(2)),
                        new BlockingCall("BaseServer.stop", _ -> stopping(0, BaseServer::stop))
                                .covers(BaseServer.class, "stop()", "stop(Duration)"),
                        new BlockingCall("BaseServer.stop(hubs)", _ -> stopping(1, BaseServer::stop)),
                        new BlockingCall("BaseServer.close", _ -> stopping(0, BaseServer::close))
                                .covers(BaseServer.class, "close()"))
                .map(BlockingCall::withSockets)
                .toList();
    }

    private static ServerOptions options(int hubs) {
        ServerOptions options = ServerOptions.DEFAULTS.stopTimeout(LONG);
        return hubs == 0 ? options : options.hubs(hubs);
    }

    /** The name of where it listens is found when the wake-up comes. */
    private static Scene lookingUp() {
        var found = new Event();
        Resolver.setOfHub(_ -> {
            found.await();
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
        });
        StreamHandler none = StreamSocket::close;
        var server = new StreamServer(InetSocketAddress.createUnresolved("somewhere.invalid", 0), none, options(0));
        return Scene.on(found)
                .block(() -> {
                    server.start();
                    server.close();
                })
                .wake(found::set)
                .end(server::close)
                .with(Trait.REMEMBERS, Trait.OUTSIDE);
    }

    /** Its own hub is ready when the wake-up comes. */
    private static Scene opening() {
        var ready = new Event();
        var server = new Slow(ready);
        return Scene.on(List.of())
                .block(() -> {
                    server.start();
                    server.close();
                })
                .wake(ready::set)
                .end(() -> {
                    ready.set();
                    server.close();
                })
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE, Trait.SEVERAL_WAITS);
    }

    /** Stopping the server wakes the greenlet that serves. */
    private static Scene serving(int hubs) {
        StreamHandler none = StreamSocket::close;
        var server = new StreamServer(ANYWHERE, none, options(hubs));
        Scene scene = Scene.on(server)
                .block(server::serveForever)
                .wake(() -> {
                    while (!server.isStarted()) {
                        Jevent.sleep();
                    }
                    var _ = server.stop();
                })
                .end(server::close)
                .with(Trait.OUTSIDE, Trait.SEVERAL_WAITS);
        return onHubs(scene, hubs);
    }

    /** Work of other hubs stops the clock of this one. */
    private static Scene onHubs(Scene scene, int hubs) {
        return hubs == 0 ? scene : scene.with(Trait.HOLDS_CLOCK);
    }

    /** A handler goes on until the wake-up. It waits, and the server on its hub for the next connection. */
    private static Scene stopping(int hubs, ServerCall stop) throws IOException {
        var done = new Event();
        StreamHandler busy = _ -> {
            for (int i = 0; i < ENOUGH_TURNS; i++) {
                Jevent.sleep();
            }
            done.await();
        };
        var server = new StreamServer(ANYWHERE, busy, options(hubs));
        server.start();
        var client = StreamSocket.connect(server.address());
        while (Insides.waiters(done) == 0) {
            Jevent.sleep();
        }
        Scene scene = Scene.on(server)
                .block(() -> stop.on(server))
                .limited(limit -> {
                    StopResult drained = server.stop(limit);
                    return drained.killed() == 0;
                })
                .wake(done::set)
                .end(() -> {
                    done.set();
                    server.close();
                    client.close();
                })
                .with(Trait.OUTSIDE, Trait.SEVERAL_WAITS, Trait.LIMIT_IS_TIMEOUT);
        return onHubs(scene, hubs);
    }

    /** A server that cannot listen before it is told. */
    private static final class Slow extends BaseServer {
        private final Event ready;

        Slow(Event ready) {
            super(ANYWHERE, options(1));
            this.ready = ready;
        }

        @Override
        protected Endpoint open(ListenSpec spec) {
            ready.await();
            return new Idle();
        }
    }

    /** Nothing ever comes. */
    private static final class Idle implements Endpoint {
        private final Event stopped = new Event();

        @Override
        public Work next(int room) throws IOException {
            stopped.await();
            throw new IOException("stopped");
        }

        @Override
        public SocketAddress localAddress() {
            return ANYWHERE;
        }

        @Override
        public boolean isOpen() {
            return !stopped.isSet();
        }

        @Override
        public void stop() {
            stopped.set();
        }

        @Override
        public void close() {
            stop();
        }
    }
}
