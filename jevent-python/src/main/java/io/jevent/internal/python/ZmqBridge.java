// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqSocket;
import io.jevent.zmq.ZmqType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ZeroMQ for the Python package.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class ZmqBridge {

    private final Border border;
    private final Engine engine;

    /**
     * Creates the bridge of an engine.
     *
     * @param border converts exceptions
     */
    public ZmqBridge(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    public Object context() {
        return border.call(ZmqContext::new);
    }

    public Object socket(Object context, String type) {
        return border.call(() -> ((ZmqContext) context).socket(ZmqType.valueOf(type)));
    }

    public String bind(Object socket, String address) {
        return border.call(() -> ((ZmqSocket) socket).bind(address));
    }

    public void connect(Object socket, String address) {
        border.call(() -> {
            ((ZmqSocket) socket).connect(address);
            return null;
        });
    }

    public void disconnect(Object socket, String address) {
        border.call(() -> {
            ((ZmqSocket) socket).disconnect(address);
            return null;
        });
    }

    public void unbind(Object socket, String address) {
        border.call(() -> {
            ((ZmqSocket) socket).unbind(address);
            return null;
        });
    }

    public void identity(Object socket, String identity) {
        border.call(() -> ((ZmqSocket) socket).options().identity(identity));
    }

    public void linger(Object socket, double seconds) {
        border.call(() -> ((ZmqSocket) socket).options().linger(Kernel.limit(seconds)));
    }

    /** Sets how many messages wait to be sent, or were received and wait. */
    public void limit(Object socket, boolean sending, int messages) {
        border.call(() -> {
            var options = ((ZmqSocket) socket).options();
            return sending ? options.sendLimit(messages) : options.receiveLimit(messages);
        });
    }

    /** Returns whether the message was taken in time. */
    public boolean send(Object socket, List<?> frames, double seconds) {
        List<byte[]> parts = frames.stream().map(engine::toBytes).toList();
        return border.call(() -> {
            var s = (ZmqSocket) socket;
            if (seconds >= 0) {
                return s.sendMultipart(parts, Kernel.limit(seconds));
            }
            s.sendMultipart(parts);
            return true;
        });
    }

    /** Returns the frames of the next message; null if none came in time. */
    public @Nullable List<Object> receive(Object socket, double seconds) {
        return border.call(() -> {
            var s = (ZmqSocket) socket;
            Optional<List<byte[]>> frames =
                    seconds < 0 ? Optional.of(s.recvMultipart()) : s.recvMultipart(Kernel.limit(seconds));
            return frames.map(f -> f.stream().map(engine::fromBytes).toList()).orElse(null);
        });
    }

    public void subscribe(Object socket, String topic, boolean on) {
        border.call(() -> {
            if (on) {
                ((ZmqSocket) socket).subscribe(topic);
            } else {
                ((ZmqSocket) socket).unsubscribe(topic);
            }
            return null;
        });
    }

    public void close(Object closeable) {
        border.call(() -> {
            ((AutoCloseable) closeable).close();
            return null;
        });
    }
}
