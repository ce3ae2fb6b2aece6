// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.tests.contract.Scene.Trait;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqSocket;
import io.jevent.zmq.ZmqType;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The blocking calls of {@code io.jevent.zmq}. */
final class ZmqCalls {

    private static final byte[] MESSAGE = new byte[1];
    private static final List<byte[]> PARTS = List.of(MESSAGE, MESSAGE);

    private ZmqCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall(
                                "ZmqSocket.recv",
                                _ -> receiving(
                                        ZmqSocket::recv,
                                        (s, limit) -> s.recv(limit).isPresent()))
                        .covers(ZmqSocket.class, "recv()", "recv(Duration)"),
                new BlockingCall("ZmqSocket.recvString", _ -> receiving(ZmqSocket::recvString, null))
                        .covers(ZmqSocket.class, "recvString()"),
                new BlockingCall(
                                "ZmqSocket.recvMultipart",
                                _ -> receiving(
                                        ZmqSocket::recvMultipart,
                                        (s, limit) -> s.recvMultipart(limit).isPresent()))
                        .covers(ZmqSocket.class, "recvMultipart()", "recvMultipart(Duration)"),
                new BlockingCall(
                                "ZmqSocket.send",
                                _ -> sending(s -> s.send(MESSAGE), (s, limit) -> s.send(MESSAGE, limit)))
                        .covers(ZmqSocket.class, "send(byte[])", "send(byte[], Duration)"),
                new BlockingCall("ZmqSocket.send(text)", _ -> sending(s -> s.send("text"), null))
                        .covers(ZmqSocket.class, "send(String)"),
                new BlockingCall(
                                "ZmqSocket.sendMultipart",
                                _ -> sending(s -> s.sendMultipart(PARTS), (s, limit) -> s.sendMultipart(PARTS, limit)))
                        .covers(ZmqSocket.class, "sendMultipart(List)", "sendMultipart(List, Duration)"));
    }

    /** Nothing has been sent. */
    private static Scene receiving(Consumer<ZmqSocket> receive, BiPredicate<ZmqSocket, Duration> limited) {
        var context = new ZmqContext();
        var pull = context.socket(ZmqType.PULL);
        var push = context.socket(ZmqType.PUSH);
        push.connect(pull.bind("inproc://scene"));
        Scene scene = Scene.on(pull)
                .block(() -> receive.accept(pull))
                .wake(() -> push.send(MESSAGE))
                .end(context::close)
                .with(Trait.REMEMBERS);
        return limited == null ? scene : scene.limited(limit -> limited.test(pull, limit));
    }

    /** There is no room for more. */
    private static Scene sending(Consumer<ZmqSocket> send, BiPredicate<ZmqSocket, Duration> limited) {
        var context = new ZmqContext();
        var pull = context.socket(ZmqType.PULL);
        var push = context.socket(ZmqType.PUSH);
        pull.options().receiveLimit(1);
        push.options().sendLimit(1);
        push.connect(pull.bind("inproc://scene"));
        while (push.send(MESSAGE, Duration.ZERO)) {
            // fills it
        }
        Scene scene = Scene.on(push)
                .block(() -> send.accept(push))
                .wake(() -> pull.recvMultipart(Duration.ZERO))
                .end(context::close)
                .with(Trait.REMEMBERS);
        return limited == null ? scene : scene.limited(limit -> limited.test(push, limit));
    }
}
