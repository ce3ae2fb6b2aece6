// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.Realm;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated machine: its address, its ports and its sockets. */
public final class Host {

    private static final int FIRST_EPHEMERAL = 49_152;
    private static final int LAST_EPHEMERAL = 65_535;

    private final Fabric fabric;
    private final String name;
    private final InetAddress address;
    private final Map<Host, Path> paths = new HashMap<>();
    private final Map<SocketAddress, Listening> listeners = new LinkedHashMap<>();
    private final Map<Integer, Port> ports = new LinkedHashMap<>();
    private final Set<End> ends = new LinkedHashSet<>();
    private int nextPort = FIRST_EPHEMERAL;
    private boolean up = true;
    private @Nullable Realm realm;

    Host(Fabric fabric, String name, InetAddress address) {
        this.fabric = fabric;
        this.name = name;
        this.address = address;
    }

    Fabric fabric() {
        return fabric;
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return its address} */
    public InetAddress address() {
        return address;
    }

    /** {@return whether it is switched on} */
    public boolean isUp() {
        return up;
    }

    /**
     * Returns the path to another host.
     *
     * @param other the other host
     * @return the path of packets from here to there
     */
    public Path pathTo(Host other) {
        return paths.computeIfAbsent(other, _ -> new Path(this, other, fabric.choices()));
    }

    /**
     * Switches the machine on.
     *
     * @param program the realm of what runs on it from now on
     */
    public void start(Realm program) {
        realm = program;
        up = true;
    }

    /**
     * The program has ended without closing its sockets.
     *
     * @param silently whether the machine has lost its power; otherwise its system closes all sockets
     */
    public void stop(boolean silently) {
        for (End end : List.copyOf(ends)) {
            if (silently) {
                end.vanish();
            } else {
                end.closeBySystem();
            }
        }
        ends.clear();
        List.copyOf(listeners.values()).forEach(Listening::close);
        List.copyOf(ports.values()).forEach(Port::close);
        realm = null;
        up = !silently;
    }

    /**
     * Resets all connections with another host.
     *
     * @param other the other host
     * @param halfOpen whether only this end is told; the other gets a reset when it sends
     */
    public void resetAll(Host other, boolean halfOpen) {
        for (End end : List.copyOf(ends)) {
            if (end.path().to() == other) {
                end.forget(halfOpen);
            }
        }
    }

    /** Calls something as code of the program that runs on this machine. */
    void call(DirectCallback work) {
        Realm program = realm;
        if (program == null) {
            work.run();
        } else {
            program.call(work);
        }
    }

    boolean has(InetAddress candidate) {
        return candidate.isAnyLocalAddress() || candidate.isLoopbackAddress() || candidate.equals(address);
    }

    void add(End end) {
        ends.add(end);
    }

    void remove(End end) {
        ends.remove(end);
    }

    void bind(SocketAddress at, Listening listener) {
        listeners.put(at, listener);
    }

    void unbind(SocketAddress at) {
        listeners.remove(at);
    }

    void bind(int port, Port datagrams) {
        ports.put(port, datagrams);
    }

    void unbind(Port datagrams) {
        ports.values().remove(datagrams);
    }

    @Nullable
    Port port(int number) {
        return ports.get(number);
    }

    /** The listener for connections to an address; null if there is none. */
    @Nullable
    Listening listenerAt(SocketAddress to) {
        Listening exact = listeners.get(to);
        if (exact != null || !(to instanceof InetSocketAddress inet)) {
            return exact;
        }
        for (var entry : listeners.entrySet()) {
            if (entry.getKey() instanceof InetSocketAddress at
                    && at.getPort() == inet.getPort()
                    && at.getAddress().isAnyLocalAddress()) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** The address of a new listener, with a port if {@code at} has none. */
    SocketAddress addressOfListener(SocketAddress at) throws BindException {
        if (!(at instanceof InetSocketAddress inet)) {
            if (listeners.containsKey(at)) {
                throw inUse(at);
            }
            return at;
        }
        InetSocketAddress resolved = local(inet);
        for (SocketAddress other : listeners.keySet()) {
            if (other instanceof InetSocketAddress taken
                    && taken.getPort() == resolved.getPort()
                    && (taken.getAddress().equals(resolved.getAddress())
                            || taken.getAddress().isAnyLocalAddress()
                            || resolved.getAddress().isAnyLocalAddress())) {
                throw inUse(at);
            }
        }
        return resolved;
    }

    /** The address of a new socket for datagrams. */
    InetSocketAddress addressOfPort(@Nullable SocketAddress at) throws BindException {
        if (at instanceof UnixDomainSocketAddress) {
            throw new BindException("datagrams to paths are not simulated: " + at);
        }
        InetSocketAddress resolved =
                at == null ? new InetSocketAddress(address, ephemeral()) : local((InetSocketAddress) at);
        if (ports.containsKey(resolved.getPort())) {
            throw inUse(at);
        }
        return resolved;
    }

    private InetSocketAddress local(InetSocketAddress at) throws BindException {
        if (!has(at.getAddress())) {
            throw new BindException("Cannot assign requested address: " + at + " is not an address of " + name
                    + ", which has " + address.getHostAddress());
        }
        return at.getPort() != 0 ? at : new InetSocketAddress(at.getAddress(), ephemeral());
    }

    private static BindException inUse(@Nullable SocketAddress at) {
        return new BindException("Address already in use: " + at);
    }

    /** The local address of a connection. */
    SocketAddress addressOfClient(SocketAddress to, @Nullable SocketAddress from) throws BindException {
        if (!(to instanceof InetSocketAddress inet)) {
            return UnixDomainSocketAddress.of("");
        }
        if (from instanceof InetSocketAddress wanted
                && (wanted.getPort() != 0 || !wanted.getAddress().isAnyLocalAddress())) {
            InetSocketAddress local = local(wanted);
            for (End end : ends) {
                if (end.localAddress() instanceof InetSocketAddress taken
                        && taken.getPort() == local.getPort()
                        && end.remoteAddress().equals(to)) {
                    throw inUse(from);
                }
            }
            return local.getAddress().isAnyLocalAddress() ? new InetSocketAddress(address, local.getPort()) : local;
        }
        InetAddress mine = inet.getAddress().isLoopbackAddress() ? inet.getAddress() : address;
        return new InetSocketAddress(mine, ephemeral());
    }

    private int ephemeral() throws BindException {
        var taken = new ArrayList<Integer>(ports.keySet());
        for (int i = FIRST_EPHEMERAL; i <= LAST_EPHEMERAL; i++) {
            int port = nextPort;
            nextPort = port == LAST_EPHEMERAL ? FIRST_EPHEMERAL : port + 1;
            if (!taken.contains(port) && !isUsed(port)) {
                return port;
            }
        }
        throw new BindException("Address already in use: no port is free on " + name);
    }

    private boolean isUsed(int port) {
        for (SocketAddress at : listeners.keySet()) {
            if (at instanceof InetSocketAddress inet && inet.getPort() == port) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
