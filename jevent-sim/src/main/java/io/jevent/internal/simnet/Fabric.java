// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.hub.Realm;
import io.jevent.internal.wire.Wire;
import io.jevent.testing.Choices;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The network of a simulation: its hosts and what travels between them. */
public final class Fabric implements Wire {

    private static final long FIRST_RETRY = 1_000_000_000;

    /**
     * How often a request for a connection is sent again: after 127 seconds it fails, as on Linux (tcp_syn_retries).
     */
    private static final int RETRIES = 6;

    private final Hub hub;
    private final Choices choices;
    private final Function<@Nullable Realm, Host> hosts;
    private final Map<InetAddress, Host> byAddress = new LinkedHashMap<>();
    private final Map<String, Host> byName = new LinkedHashMap<>();
    private Consumer<Path> observer = _ -> {};
    private long minNanos = 1_000_000;
    private long maxNanos = 10_000_000;

    /**
     * Makes a network without hosts.
     *
     * @param hub the hub of the simulation
     * @param choices answers what varies
     * @param hosts returns the host of code in a realm, or in none
     */
    public Fabric(Hub hub, Choices choices, Function<@Nullable Realm, Host> hosts) {
        this.hub = hub;
        this.choices = choices;
        this.hosts = hosts;
    }

    /**
     * Adds a machine.
     *
     * @param name its name, by which others find its address
     * @param address its address
     * @return the machine, switched on
     * @throws IllegalArgumentException if another has the name or the address
     */
    public Host add(String name, InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException(
                    "a node needs an address of its own, such as 10.0.0.1: " + address.getHostAddress());
        }
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException("there is a node with this name already: " + name);
        }
        Host other = byAddress.get(address);
        if (other != null) {
            throw new IllegalArgumentException(
                    "the node " + other + " has the address of " + name + " already: " + address.getHostAddress());
        }
        var host = new Host(this, name, address);
        byAddress.put(address, host);
        byName.put(name, host);
        return host;
    }

    /**
     * Sets how long packets take between hosts whose path has no time of its own.
     *
     * @param min the shortest time in nanoseconds
     * @param max the longest time
     */
    public void latency(long min, long max) {
        minNanos = min;
        maxNanos = max;
    }

    long minNanos() {
        return minNanos;
    }

    long maxNanos() {
        return maxNanos;
    }

    /** {@return all machines, in the order in which they were added} */
    public Collection<Host> hosts() {
        return byName.values();
    }

    /**
     * Has somebody told of each packet before it is sent, who may disturb the network then.
     *
     * @param told called with the path of the packet
     */
    public void observe(Consumer<Path> told) {
        observer = told;
    }

    void sending(Path path) {
        if (path.from() != path.to()) {
            observer.accept(path);
        }
    }

    Choices choices() {
        return choices;
    }

    long now() {
        return hub.now();
    }

    /** Does something after a time, whatever happens to the machines meanwhile. */
    void later(long nanos, DirectCallback work) {
        var _ = Realm.outside(() -> hub.schedule(Duration.ofNanos(nanos), work));
    }

    /** Does something when a packet has taken a path, if it gets there. */
    void later(Path path, DirectCallback work) {
        later(path.arrival(now(), 0) - now(), () -> {
            if (path.passes()) {
                work.run();
            }
        });
    }

    private Host here() {
        return hosts.apply(Realm.current());
    }

    @Nullable
    Host hostAt(InetAddress address, Host from) {
        return from.has(address) ? from : byAddress.get(address);
    }

    @Override
    public Stream connect(SocketAddress to, @Nullable SocketAddress from, Events events) throws IOException {
        Host here = here();
        SocketAddress local = here.addressOfClient(to, from);
        Host there = to instanceof InetSocketAddress inet ? hostAt(inet.getAddress(), here) : here;
        if (there == null) {
            throw new NoRouteToHostException("No route to host: no node of the simulation has the address of " + to);
        }
        Path path = here.pathTo(there);
        End client = End.connecting(path, local, to, events);
        request(client, 0);
        return client;
    }

    private void request(End client, int attempt) {
        Path path = client.path();
        sending(path);
        travel(client, path.arrival(now(), 0) - now(), attempt);
    }

    private void travel(End client, long nanos, int attempt) {
        Path path = client.path();
        later(nanos, () -> {
            long wait = path.openAt(now()) - now();
            if (!client.isConnecting()) {
                return;
            }
            if (wait > 0) {
                travel(client, wait, attempt);
            } else {
                arrive(client, attempt);
            }
        });
    }

    private void arrive(End client, int attempt) {
        Path path = client.path();
        Listening listener = path.to().listenerAt(client.remoteAddress());
        if (!path.passesRequest() || (listener != null && listener.isFull())) {
            later(FIRST_RETRY << attempt, () -> {
                if (!client.isConnecting()) {
                    return;
                }
                if (attempt == RETRIES) {
                    client.fail(new ConnectException("Connection timed out"));
                } else {
                    request(client, attempt + 1);
                }
            });
        } else if (listener == null || path.isRefusing()) {
            later(path.back(), () -> client.fail(new ConnectException("Connection refused")));
        } else {
            listener.arrive(client);
        }
    }

    @Override
    public Listener listen(SocketAddress at, int backlog, Runnable arrived) throws IOException {
        Host here = here();
        return new Listening(here, here.addressOfListener(at), backlog, arrived);
    }

    @Override
    public Datagrams datagrams(@Nullable SocketAddress at, Runnable arrived) throws IOException {
        Host here = here();
        return new Port(here, here.addressOfPort(at), arrived);
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        if (name.equalsIgnoreCase("localhost")) {
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
        }
        Host host = byName.get(name);
        if (host == null) {
            throw new UnknownHostException(
                    name + ": no node of the simulation has this name; there are " + byName.keySet());
        }
        return List.of(host.address());
    }

    @Override
    public String nameOf(InetAddress address) throws UnknownHostException {
        if (address.isLoopbackAddress()) {
            return "localhost";
        }
        Host host = byAddress.get(address);
        if (host == null) {
            throw new UnknownHostException("no node of the simulation has the address " + address.getHostAddress());
        }
        return host.name();
    }

    @Override
    public InetAddress localHost() {
        return here().address();
    }
}
