// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.backplane.Backplane;
import io.jevent.backplane.BackplaneSubscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Sends messages to the WebSockets of all processes that share a {@link Backplane}: by Redis, by a cluster, or of one
 * process alone.
 *
 * <pre>{@code
 * var sockets = new Broadcast();
 * var everywhere = new SharedBroadcast(sockets, backplane, "news", () -> sockets.send("reload"));
 * everywhere.send("it rains");
 * }</pre>
 *
 * <p>Each message goes through the backplane, to the {@link Broadcast} of this process as well, so its guarantees and
 * its order are those of the backplane, followed by those of {@link Broadcast}. Messages that are sent to the
 * {@link Broadcast} itself reach the sockets of this process only.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class SharedBroadcast implements AutoCloseable {

    private static final byte TEXT = 't';
    private static final byte BINARY = 'b';

    private final Backplane backplane;
    private final String channel;
    private final BackplaneSubscription subscription;

    /**
     * Connects a broadcast to a channel; waits if subscribing does.
     *
     * @param sockets the WebSockets of this process
     * @param backplane shared by all processes, and closed by the caller
     * @param channel the same name in all processes; only these write to it
     * @param gap called after messages of the backplane may have been lost, in a greenlet of the current hub: for
     *     example, tells the clients to load their page again
     * @throws IllegalStateException if the backplane is closed
     */
    public SharedBroadcast(Broadcast sockets, Backplane backplane, String channel, Runnable gap) {
        this.backplane = backplane;
        this.channel = channel;
        Objects.requireNonNull(sockets, "sockets");
        Objects.requireNonNull(gap, "gap");
        this.subscription = backplane.subscribe(channel, new Backplane.Receiver() {
            @Override
            public void message(byte[] message) {
                pass(message, sockets);
            }

            @Override
            public void gap() {
                gap.run();
            }
        });
    }

    private static void pass(byte[] message, Broadcast sockets) {
        byte kind = message.length == 0 ? 0 : message[0];
        if (kind == TEXT) {
            sockets.send(new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
        } else if (kind == BINARY) {
            sockets.send(Arrays.copyOfRange(message, 1, message.length));
        }
    }

    private void publish(byte kind, byte[] content) throws IOException {
        var message = new byte[content.length + 1];
        message[0] = kind;
        System.arraycopy(content, 0, message, 1, content.length);
        backplane.publish(channel, message);
    }

    /**
     * Sends a text to the sockets of all processes. Returns when the backplane has taken it.
     *
     * @param text the message
     * @throws IOException if the message is not known to be taken; see {@link Backplane#publish(String, byte[])}
     * @switches when it has to wait
     */
    public void send(String text) throws IOException {
        publish(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends bytes to the sockets of all processes. Returns when the backplane has taken them.
     *
     * @param bytes the message; it may be changed as soon as this returns
     * @throws IOException if the message is not known to be taken; see {@link Backplane#publish(String, byte[])}
     * @switches when it has to wait
     */
    public void send(byte[] bytes) throws IOException {
        publish(BINARY, bytes);
    }

    /**
     * Returns the subscription of this process, to wait until it receives, or to read how many messages it missed.
     *
     * @return the subscription
     * @switches never
     */
    public BackplaneSubscription subscription() {
        return subscription;
    }

    /**
     * Disconnects the broadcast, which keeps its sockets.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        subscription.close();
    }

    @Override
    public String toString() {
        return "broadcast to all processes by channel " + channel;
    }
}
