// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.internal.wire.Wire;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** Makes the channels and selectors of a simulation. */
final class WireSelectorProvider extends SelectorProvider {

    private final Wire wire;

    WireSelectorProvider(Wire wire) {
        this.wire = wire;
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        return new WireDatagramChannel(this, wire);
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        return openDatagramChannel();
    }

    @Override
    public Pipe openPipe() {
        return new WirePipe(this);
    }

    @Override
    public AbstractSelector openSelector() {
        return new WireSelector(this);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        return new WireServerSocketChannel(this, wire);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        return openServerSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel() {
        return new WireSocketChannel(this, wire);
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        return openSocketChannel();
    }
}
