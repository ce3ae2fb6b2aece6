// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves the names of the machines of a simulation. */
record SimulatedNames(Wire wire) implements Resolver {

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        return wire.resolve(name);
    }

    @Override
    public String nameOf(InetAddress address) throws UnknownHostException {
        return wire.nameOf(address);
    }
}
