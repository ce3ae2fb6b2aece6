// SPDX-License-Identifier: Apache-2.0
package io.jevent.backplane;

import java.io.IOException;

/** A backplane of one process. */
final class LocalBackplane implements Backplane {

    private final Subscribers subscribers = new Subscribers(new Subscribers.Channels() {
        @Override
        public void opened(String channel) {
            subscribers().connected(channel);
        }

        @Override
        public void closed(String channel) {
            // there is nothing to end
        }
    });

    private Subscribers subscribers() {
        return subscribers;
    }

    @Override
    public void publish(String channel, byte[] message) throws IOException {
        if (subscribers.isClosed()) {
            throw new IOException("the backplane is closed");
        }
        subscribers.deliver(channel, message);
    }

    @Override
    public BackplaneSubscription subscribe(String channel, Receiver receiver) {
        return subscribers.add(channel, receiver);
    }

    @Override
    public void close() {
        subscribers.close();
    }

    @Override
    public String toString() {
        return "backplane of this process";
    }
}
