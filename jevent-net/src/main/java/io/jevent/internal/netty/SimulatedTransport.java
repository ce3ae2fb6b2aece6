// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.wire.Wire;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** The transport over the network of a simulation. */
record SimulatedTransport(Wire wire) implements Transport {

    @Override
    public Channel stream(boolean unix) {
        return new SimulatedStream(wire);
    }

    @Override
    public ServerChannel listener(boolean unix) {
        return new SimulatedListener(wire);
    }

    @Override
    public Channel listener(BoundSocket socket) {
        throw new NotSimulatedException("sockets that exist outside of a simulation are not simulated: "
                + socket.address() + "; give the server an address");
    }

    @Override
    public void leave(Channel channel, Runnable left) {
        var _ = channel.close().addListener(_ -> left.run());
    }

    @Override
    public Channel datagrams() {
        return new SimulatedDatagrams(wire);
    }

    @Override
    public Channel unixDatagrams() {
        throw new NotSimulatedException("datagrams to paths are not simulated; use UDP");
    }

    @Override
    public void connectDatagrams(Channel channel, SocketAddress peer) throws IOException {
        ((SimulatedDatagrams) channel).connectTo(peer);
    }

    @Override
    public boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException {
        ((SimulatedDatagrams) channel).send(new byte[0], to);
        return true;
    }

    @Override
    public @Nullable SocketAddress localAddress(Channel channel) {
        return channel.localAddress();
    }

    @Override
    public SocketAddress unixAddress(UnixDomainSocketAddress address) {
        return address;
    }

    @Override
    public ChannelOption<Boolean> sharePort() {
        return UnixChannelOption.SO_REUSEPORT;
    }

    @Override
    public ByteBufAllocator allocator() {
        return HeapAllocator.INSTANCE;
    }

    @Override
    public boolean hasFiles() {
        return false;
    }

    @Override
    public void sharePortOf(Channel channel) {
        throw new NotSimulatedException("ports that several sockets share are not simulated");
    }

    @Override
    public String toString() {
        return "simulated";
    }
}
