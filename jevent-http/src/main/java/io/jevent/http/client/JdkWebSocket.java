// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.lock.Semaphore;
import io.jevent.queue.Queue;
import io.jevent.websocket.CloseStatus;
import io.jevent.websocket.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/*
 * Two greenlets serve a WebSocket: one receives a message for each that the listener has asked for, the other sends what was
 * queued, in order. Both end with the connection. While the first one waits for a message, it holds the listener's
 * demand; a ping or pong that arrives then is passed on with `lent` demand, which the listener's next request repays.
 */
/** A WebSocket of jevent behind the JDK's interface. */
final class JdkWebSocket implements WebSocket {

    private final io.jevent.websocket.WebSocket socket;
    private final Listener listener;
    private final Semaphore demand = new Semaphore(0);
    private final Queue<Step> output = new Queue<>();
    private static final int MAX_CONTROL = 125;

    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private int lent;
    private volatile boolean outputClosed;
    private volatile boolean inputClosed;

    /** Something to send, and the future of its sender. */
    private record Step(Action action, CompletableFuture<WebSocket> done) {}

    private interface Action {
        void run() throws IOException;
    }

    JdkWebSocket(io.jevent.websocket.WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    void start() {
        var _ = Jevent.spawnRaw(this::sendAll);
        var _ = Jevent.spawnRaw(this::receiveAll);
    }

    private void sendAll() {
        while (!outputClosed || !output.isEmpty()) {
            Step step = output.get();
            try {
                step.action().run();
                step.done().complete(this);
            } catch (IOException | RuntimeException e) {
                step.done().completeExceptionally(e instanceof IOException ? e : new IOException(e.getMessage(), e));
            }
        }
    }

    private void receiveAll() {
        try {
            listener.onOpen(this);
            socket.onControl(this::passControl); // also those that have come with the handshake
            while (!inputClosed) {
                demand.acquire();
                Optional<Message> message = socket.receive();
                if (message.isPresent()) {
                    pass(message.get());
                } else {
                    ended();
                }
            }
        } catch (RuntimeException e) {
            inputClosed = true;
            socket.abort();
            listener.onError(this, e);
        }
    }

    private void pass(Message message) {
        switch (message) {
            case Message.Text(String received) -> {
                var _ = listener.onText(this, received, true);
            }
            case Message.Binary(byte[] received) -> {
                var _ = listener.onBinary(this, ByteBuffer.wrap(received).asReadOnlyBuffer(), true);
            }
        }
    }

    private void ended() {
        inputClosed = true;
        CloseStatus status = socket.status().orElseThrow();
        if (status.code() == CloseStatus.ABNORMAL) {
            listener.onError(this, new IOException("the connection was lost: " + status.reason()));
        } else {
            var _ = listener.onClose(this, status.code(), status.reason());
        }
        endOutput();
    }

    /** Lets the greenlet that sends end. */
    private void endOutput() {
        if (!outputClosed) {
            outputClosed = true;
            output.put(new Step(() -> {}, new CompletableFuture<>()));
        }
    }

    private CompletableFuture<WebSocket> queue(Action action) {
        var done = new CompletableFuture<WebSocket>();
        if (outputClosed) {
            done.completeExceptionally(new IOException("Output closed"));
        } else {
            output.put(new Step(action, done));
        }
        return done;
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
        String part = data.toString();
        return queue(() -> {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                socket.send(whole);
            }
        });
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        return queue(() -> {
            binary.writeBytes(part);
            if (last) {
                byte[] whole = binary.toByteArray();
                binary.reset();
                socket.send(whole);
            }
        });
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return control(message, socket::sendPing);
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return control(message, socket::sendPong);
    }

    /** Sends a ping or a pong. */
    private interface Control {
        void send(byte[] payload) throws IOException;
    }

    private CompletableFuture<WebSocket> control(ByteBuffer message, Control control) {
        if (message.remaining() > MAX_CONTROL) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("Long message: " + message.remaining()));
        }
        byte[] payload = new byte[message.remaining()];
        message.get(payload);
        return queue(() -> control.send(payload));
    }

    /** Passes a ping or a pong on, in a greenlet, so that the listener may block. */
    private void passControl(boolean ping, byte[] payload) {
        if (inputClosed) {
            return;
        }
        if (!demand.tryAcquire()) {
            lent++;
        }
        ByteBuffer message = ByteBuffer.wrap(payload).asReadOnlyBuffer();
        var _ = Jevent.spawnRaw(() -> {
            var _ = ping ? listener.onPing(this, message) : listener.onPong(this, message);
        });
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
        CompletableFuture<WebSocket> done = queue(() -> {
            socket.close(statusCode, reason);
            demand.release(); // the listener gets the end
        });
        outputClosed = true;
        return done;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("the number of messages must be positive: " + n);
        }
        long back = Math.min(n, lent);
        lent -= (int) back;
        for (long i = back; i < Math.min(n, Integer.MAX_VALUE / 2); i++) {
            demand.release();
        }
    }

    @Override
    public String getSubprotocol() {
        return socket.subprotocol().orElse("");
    }

    @Override
    public boolean isOutputClosed() {
        return outputClosed;
    }

    @Override
    public boolean isInputClosed() {
        return inputClosed;
    }

    @Override
    public void abort() {
        inputClosed = true;
        endOutput();
        socket.abort();
        demand.release();
    }
}
