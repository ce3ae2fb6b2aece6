// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.tests.contract.Scene.Trait;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The blocking calls of {@code io.jevent.tls}: handshakes whose other end begins when the wake-up comes. */
final class TlsCalls {

    private static final Duration LONG = Duration.ofNanos(Long.MAX_VALUE);

    private TlsCalls() {}

    /** Made once, by the first scene: it takes a second. */
    private static @Nullable DevelopmentCertificate made;

    private static DevelopmentCertificate certificate() {
        DevelopmentCertificate known = made;
        if (known == null) {
            try {
                known = DevelopmentCertificate.create();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            made = known;
        }
        return known;
    }

    private static TlsServer server(Duration limit) {
        return TlsServer.builder()
                .identity(certificate().identity())
                .handshakeTimeout(limit)
                .build();
    }

    private static TlsClient client(Duration limit) {
        return TlsClient.builder()
                .trust(certificate().trust())
                .handshakeTimeout(limit)
                .build();
    }

    /** One end of a handshake on a socket. */
    @FunctionalInterface
    private interface Shake {
        void on(StreamSocket socket, Duration limit) throws IOException;
    }

    static List<BlockingCall> all() {
        Shake asServer = (socket, limit) -> server(limit).secure(socket);
        Shake asClient = (socket, limit) -> client(limit).secure(socket, "localhost");
        return List.of(
                        new BlockingCall("TlsServer.secure", _ -> shaking(asServer, asClient))
                                .covers(TlsServer.class, "secure(StreamSocket)"),
                        new BlockingCall("TlsClient.secure", _ -> shaking(asClient, asServer))
                                .covers(TlsClient.class, "secure(StreamSocket, String)"),
                        new BlockingCall("TlsClient.connect", _ -> connecting())
                                .covers(
                                        TlsClient.class,
                                        "connect(String)",
                                        "connect(SocketAddress)",
                                        "connect(SocketAddress, Duration)"),
                        new BlockingCall(
                                        "DevelopmentCertificate.create",
                                        _ -> BusyThreads.scene(DevelopmentCertificate::create, () -> {}))
                                .covers(DevelopmentCertificate.class, "create()", "create(List)"))
                .stream()
                .map(BlockingCall::withSockets)
                .toList();
    }

    /** A handshake that is cut short closes its socket, so each call has sockets of its own. */
    private static Scene shaking(Shake one, Shake other) {
        DevelopmentCertificate _ = certificate();
        var began = new Event();
        var open = new ArrayList<StreamSocket.Pair>();
        var others = new ArrayList<Greenlet<?>>();
        return Scene.on(began)
                .block(() -> one.on(next(open).first(), LONG))
                .limited(limit -> Scene.inTime(() -> one.on(next(open).first(), limit)))
                .wake(() -> others.add(Jevent.spawn(() -> {
                    other.on(open.getLast().second(), LONG);
                    return null;
                })))
                .end(() -> {
                    others.forEach(Greenlet::kill);
                    open.forEach(StreamSocket.Pair::close);
                })
                .with(Trait.SEVERAL_WAITS, Trait.OUTSIDE, Trait.LIMIT_IS_TIMEOUT);
    }

    private static StreamSocket.Pair next(List<StreamSocket.Pair> open) throws IOException {
        StreamSocket.Pair pair = StreamSocket.pair();
        open.add(pair);
        return pair;
    }

    private static Scene connecting() throws IOException {
        DevelopmentCertificate _ = certificate();
        StreamListener listener = StreamListener.listen("127.0.0.1:0");
        var begin = new Event();
        Greenlet<?> serving = Jevent.spawn(() -> {
            begin.await();
            while (true) {
                StreamSocket socket = listener.accept();
                var _ = Jevent.spawn(() -> {
                    try (socket) {
                        server(LONG).secure(socket);
                    } catch (IOException e) {
                        // the scene is over
                    }
                });
            }
        });
        var address = (InetSocketAddress) listener.localAddress();
        return Scene.on(begin)
                .block(() -> client(LONG).connect(address).close())
                .limited(limit ->
                        Scene.inTime(() -> client(LONG).connect(address, limit).close()))
                .wake(begin::set)
                .end(() -> {
                    serving.kill();
                    listener.close();
                })
                .with(Trait.SEVERAL_WAITS, Trait.OUTSIDE, Trait.LIMIT_IS_TIMEOUT);
    }
}
