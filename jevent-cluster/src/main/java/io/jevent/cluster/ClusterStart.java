// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.event.AsyncResult;
import io.jevent.hub.Durations;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.remote.RemoteTransportException;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.apache.pekko.serialization.SerializationSetup;
import org.apache.pekko.serialization.SerializerDetails;

/** Starts Pekko and joins. */
final class ClusterStart {

    private final ClusterOptions options;
    private final Node node;

    private ClusterStart(ClusterOptions options) {
        this.options = options;
        this.node = new Node(options.allowed(), options.maxMessageSize());
    }

    /** Returns a member; blocks. */
    static PekkoCluster start(ClusterOptions options) {
        return new ClusterStart(options).start();
    }

    private PekkoCluster start() {
        ActorSystem system;
        try (var pool = new ThreadPool(1)) { // Pekko's start takes a second, and may look names up
            system = pool.apply(this::systemOrFailure);
        }
        boolean joined = false;
        try {
            join(system);
            joined = true;
            return new PekkoCluster(system, node, options.storage() != null);
        } finally {
            if (!joined) {
                system.terminate();
            }
        }
    }

    private ActorSystem systemOrFailure() {
        try {
            return system();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ActorSystem system() throws IOException {
        checkFree();
        Storage storage = options.storage();
        if (storage != null) {
            storage.prepare();
        }
        ClassLoader loader = ClusterStart.class.getClassLoader();
        var serializer = new ParcelSerializer(node);
        ActorSystemSetup setup = ActorSystemSetup.create(
                BootstrapSetup.create(PekkoSettings.of(options, loader)).withClassloader(loader),
                SerializationSetup.create(
                        _ -> List.of(SerializerDetails.create("jevent", serializer, List.of(Parcel.class)))));
        if (options.identity() != null && options.trust() != null) {
            var engines = new NodeEngines(options.identity().context(options.trust()));
            setup = setup.and(SSLEngineProviderSetup.create(_ -> engines));
        }
        ActorSystem system = create(setup);
        ClusterLog.start(system);
        List<Address> seeds = seeds();
        if (seeds.isEmpty()) {
            Cluster.get(system).join(Cluster.get(system).selfAddress());
        } else {
            Cluster.get(system).joinSeedNodes(seeds);
        }
        return system;
    }

    /** Fails sooner than Pekko, which starts its threads first. */
    private void checkFree() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(options.at().host(), options.at().port()));
        } catch (SocketException e) { // a BindException, or the address is none of this machine
            throw cannotListen(e);
        }
    }

    /** Another process may have taken the port in the meantime. */
    private ActorSystem create(ActorSystemSetup setup) throws BindException {
        try {
            return ActorSystem.create(options.name(), setup);
        } catch (RemoteTransportException e) {
            throw cannotListen(e);
        }
    }

    private BindException cannotListen(Exception cause) {
        var failure = new BindException("the cluster cannot listen at "
                + options.at().host() + ":" + options.at().port() + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private List<Address> seeds() throws UnknownHostException {
        List<Address> seeds = new ArrayList<>();
        for (String seed : options.seeds()) {
            int colon = seed.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a seed is host:port, not " + seed);
            }
            seeds.add(address(seed.substring(0, colon), Integer.parseInt(seed.substring(colon + 1))));
        }
        ClusterOptions.At dns = options.dns();
        if (dns != null) {
            InetAddress[] found = InetAddress.getAllByName(dns.host());
            Arrays.stream(found)
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .sorted()
                    .forEach(host -> seeds.add(address(host, dns.port())));
        }
        return seeds;
    }

    private Address address(String host, int port) {
        return new Address("pekko", options.name(), host, port);
    }

    /** Writes an address as {@code host:port}. */
    static String hostPort(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }

    private void join(ActorSystem system) {
        var up = new AsyncResult<Boolean>();
        node.hub().retain();
        try {
            Cluster.get(system).registerOnMemberUp(() -> up.trySet(true));
            var _ = system.getWhenTerminated().thenRun(() -> up.trySet(false));
            if (!up.joinNanos(Durations.nanos(options.joinLimit(), "joinLimit"))) {
                throw new ClusterClosedException(
                        "no cluster could be joined in " + options.joinLimit() + "; the seeds are "
                                + (options.dns() == null
                                        ? options.seeds()
                                        : options.dns().host()));
            }
            if (!up.result()) {
                throw new ClusterClosedException("the cluster refused this node; the log has the reason");
            }
        } finally {
            node.hub().release();
        }
    }
}
