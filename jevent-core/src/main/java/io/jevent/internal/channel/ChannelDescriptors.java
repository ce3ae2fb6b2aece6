// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.channel;

import io.jevent.internal.carrier.ChannelDescriptor;
import java.nio.channels.SelectableChannel;

/** Reads the file descriptors of the JDK's channels, for jevent's module of sockets. */
public final class ChannelDescriptors {

    private ChannelDescriptors() {}

    /**
     * Returns the file descriptor of a channel.
     *
     * @param channel an open channel of the JDK
     * @return its number
     * @throws UnsupportedOperationException if the channel is not the JDK's, or this JVM hides the number
     */
    public static int of(SelectableChannel channel) {
        return ChannelDescriptor.of(channel);
    }
}
