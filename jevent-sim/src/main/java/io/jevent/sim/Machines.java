// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Realm;
import io.jevent.internal.simnet.Fabric;
import io.jevent.internal.simnet.Host;
import io.jevent.internal.world.Originals;
import io.jevent.internal.world.World;
import java.net.InetAddress;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of a run and what connects them. Made when a run uses its network for the first time. */
final class Machines {

    /** The test itself is a node with this name. */
    private static final String TEST = "test";

    static {
        initializeHttpClient();
    }

    private final Sim sim;
    private final Net net;
    private final Map<Host, Node> nodes = new LinkedHashMap<>();
    private final Weather weather;
    private final Host test;
    private int clients;

    Machines(Sim sim, Set<Faults> faults) {
        this.sim = sim;
        this.net = new Net(sim, new Fabric(sim.hub(), sim.choices(), this::hostOf));
        this.test = net.fabric().add(TEST, InetAddress.ofLiteral("10.255.0.1"));
        this.weather = new Weather(sim, faults, this::nodeOf);
        World.of(sim.hub()).setWallError(Machines::errorOfClock);
        World.of(sim.hub()).files().setFileSystem(Machines::diskOfNode);
        if (!faults.isEmpty()) {
            net.fabric().observe(weather::sending);
        }
    }

    private static @Nullable FileSystem diskOfNode() {
        Realm realm = Realm.current();
        return realm != null && realm.owner() instanceof Node node ? node.disk().fileSystem() : null;
    }

    private static long errorOfClock() {
        Realm realm = Realm.current();
        return realm != null && realm.owner() instanceof Node node
                ? node.nodeClock().error()
                : 0;
    }

    /** The JDK's client of HTTP keeps the common pool in a static field: it must not be that of one run. */
    private static void initializeHttpClient() {
        try {
            var _ = Originals.call(() ->
                    Class.forName("jdk.internal.net.http.HttpClientImpl", true, ClassLoader.getPlatformClassLoader()));
        } catch (ClassNotFoundException _) {
            // this JVM has no such client
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Net net() {
        return net;
    }

    Node node(String name, String ip, Node.@Nullable Main main) {
        Host host = net.fabric().add(name, InetAddress.ofLiteral(ip));
        var node = new Node(sim, host, main);
        nodes.put(host, node);
        return node.start();
    }

    Node client() {
        clients++;
        return node("client" + clients, "10.254." + clients / 250 + "." + (clients % 250 + 1), null);
    }

    private Host hostOf(@Nullable Realm realm) {
        return realm != null && realm.owner() instanceof Node node ? node.host() : test;
    }

    private Node nodeOf(Object host) {
        Node node = nodes.get(host);
        if (node == null) {
            node = new Node(sim, test, null);
            nodes.put(test, node);
        }
        return node;
    }

    Node test() {
        return nodeOf(test);
    }

    /** Ends all faults: the network is healed, nodes that have crashed or stand still run. */
    void calm() {
        weather.end();
        net.heal();
        for (Node node : List.copyOf(nodes.values())) {
            if (!node.isUp() && node.hasMain()) {
                node.restart();
            } else {
                node.resume();
            }
        }
    }

    /** The run is over: nothing of the nodes runs any more. */
    void end() {
        weather.end();
        new ArrayList<>(nodes.values()).forEach(Node::end);
    }
}
