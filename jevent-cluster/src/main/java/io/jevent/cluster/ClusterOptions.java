// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.tls.TlsIdentity;
import io.jevent.tls.TlsTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link Cluster#start}: by default a cluster of one node, on loopback, at a free port.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @since 0.1
 */
public final class ClusterOptions {

    private static final int KIB = 1024;

    /** The address at which this node is reached; port 0 for a free one. */
    record At(String host, int port) {}

    private String name = "jevent";
    private At at = new At("127.0.0.1", 0);
    private final List<String> seeds = new ArrayList<>();
    private @Nullable At dns;
    private @Nullable TlsIdentity identity;
    private @Nullable TlsTrust trust;
    private final AllowList allowed = new AllowList();
    private int maxMessageSize = 128 * KIB;
    private Duration stableAfter = Duration.ofSeconds(10);
    private Duration joinLimit = Duration.ofSeconds(60);
    private @Nullable Storage storage;
    private String more = "";

    private ClusterOptions() {
        allowed.add(SessionMessage.class);
    }

    /**
     * Creates the default options.
     *
     * @return options of a cluster of one node
     */
    public static ClusterOptions create() {
        return new ClusterOptions();
    }

    /**
     * Names the cluster. Nodes of another name cannot join.
     *
     * @param newName letters, digits and hyphens; {@code jevent} by default
     * @return this
     */
    public ClusterOptions name(String newName) {
        name = Objects.requireNonNull(newName, "name");
        return this;
    }

    /**
     * Sets the address at which the other nodes reach this one, and at which it listens.
     *
     * @param host a name or an address of this machine; 127.0.0.1 by default
     * @param port the port, 0 for a free one
     * @return this
     */
    public ClusterOptions at(String host, int port) {
        at = new At(Objects.requireNonNull(host, "host"), port);
        return this;
    }

    /**
     * Joins the cluster of the seed nodes. All nodes name the same seeds in the same order; the first one founds the
     * cluster if no other seed answers, so it must not be started alone while the others run elsewhere.
     *
     * @param addresses each {@code host:port}
     * @return this
     */
    public ClusterOptions seeds(String... addresses) {
        seeds.clear();
        seeds.addAll(List.of(addresses));
        return this;
    }

    /**
     * Joins the nodes that a DNS name lists, as that of a headless service of Kubernetes: its addresses, in ascending
     * order, are the seeds.
     *
     * @param hostName the name
     * @param port the port of all nodes
     * @return this
     */
    public ClusterOptions dns(String hostName, int port) {
        dns = new At(hostName, port);
        return this;
    }

    /**
     * Encrypts the connections between nodes. Each node shows its certificate and checks that of the other.
     *
     * @param own the identity of this node
     * @param others the certificates that are trusted; best an authority for this cluster alone, because each bearer of
     *     a trusted certificate may join
     * @return this
     */
    public ClusterOptions tls(TlsIdentity own, TlsTrust others) {
        identity = Objects.requireNonNull(own, "own");
        trust = Objects.requireNonNull(others, "others");
        return this;
    }

    /**
     * Allows records and enums in messages, replies, events and snapshots that come from another node or the storage;
     * with a sealed interface, all that implement it; with a record, the types of its components. The classes that need
     * not be allowed are {@code null}, strings, numbers, booleans, byte arrays, lists, sets, maps, {@code Optional},
     * {@code Instant}, {@code Duration} and {@code UUID}. No other object is ever created from what comes.
     *
     * @param types the classes
     * @return this
     */
    public ClusterOptions allow(Class<?>... types) {
        for (Class<?> type : types) {
            allowed.add(type);
        }
        return this;
    }

    /**
     * Limits a message between nodes. An ask with a larger message or reply fails with {@link MessageRefusedException},
     * a larger told message is dropped and logged.
     *
     * @param bytes the limit, 128 KiB by default; the same on all nodes
     * @return this
     */
    public ClusterOptions maxMessageSize(int bytes) {
        if (bytes < KIB) {
            throw new IllegalArgumentException("maxMessageSize must be at least 1024: " + bytes);
        }
        maxMessageSize = bytes;
        return this;
    }

    /**
     * Sets how long nodes must be unreachable, without another change, before the majority removes them and the
     * minority shuts itself down.
     *
     * @param time the time, 10 s by default; longer in a larger cluster (Pekko recommends 20 s for 100 nodes)
     * @return this
     */
    public ClusterOptions stableAfter(Duration time) {
        stableAfter = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Limits the time to join.
     *
     * @param time the limit, 60 s by default
     * @return this
     */
    public ClusterOptions joinLimit(Duration time) {
        joinLimit = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Stores the events of durable actors in PostgreSQL. The tables are created if there are none. Needs
     * {@code pekko-persistence-jdbc}, {@code slick-hikaricp} and the driver, which are optional dependencies.
     *
     * @param url the database, as {@code jdbc:postgresql://host/name}
     * @param user the user
     * @param password the password
     * @return this
     */
    public ClusterOptions storage(String url, String user, String password) {
        storage = new Storage(Objects.requireNonNull(url, "url"), user, password);
        return this;
    }

    /**
     * Keeps the events of durable actors in the memory of the node that has the actor: for tests.
     *
     * @return this
     */
    public ClusterOptions storageInMemory() {
        storage = new Storage(null, "", "");
        return this;
    }

    /**
     * Adds settings of Pekko, which take precedence over all others.
     *
     * @param hocon the settings, in Pekko's format
     * @return this
     */
    public ClusterOptions pekko(String hocon) {
        more = Objects.requireNonNull(hocon, "hocon");
        return this;
    }

    String name() {
        return name;
    }

    At at() {
        return at;
    }

    List<String> seeds() {
        return seeds;
    }

    @Nullable
    At dns() {
        return dns;
    }

    @Nullable
    TlsIdentity identity() {
        return identity;
    }

    @Nullable
    TlsTrust trust() {
        return trust;
    }

    AllowList allowed() {
        return allowed;
    }

    int maxMessageSize() {
        return maxMessageSize;
    }

    Duration stableAfter() {
        return stableAfter;
    }

    Duration joinLimit() {
        return joinLimit;
    }

    @Nullable
    Storage storage() {
        return storage;
    }

    String more() {
        return more;
    }
}
